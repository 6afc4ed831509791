import { type Judged, unknown } from "../../../policies/judge";
import { permitReferenced } from "../../../policies/safe-projects/permit-referenced";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { group, network } from "../compliant";

const attributes = group.props?.attributes as Record<string, string>;
const permitted = (permit: unknown): Judged =>
  changed(group, { attributes: { ...attributes, "spe.permit": permit } });
const namespace: Judged = {
  type: "kubernetes:core/v1:Namespace",
  name: "heart-tes",
  props: { metadata: { labels: { "spe.permit": "EHDS-2026-0042" } } },
};
const project: Judged = {
  type: "openstack:identity/project:Project",
  name: "heart",
  props: { tags: ["spe.permit=EHDS-2026-0042"] },
};

describe("safe-projects-permit-referenced", () => {
  it("holds for a reference in the labels of a group, a namespace or a project", async () => {
    await holds(permitReferenced, [group, namespace, project, changed(network, { tags: [] })]);
  });

  it("holds for a reference in an annotation, which may have any characters", async () => {
    const metadata = { annotations: { "spe.permit": "EHDS/2026/0042" } };
    await holds(permitReferenced, [changed(namespace, { metadata })]);
  });

  it("reports none", async () => {
    const message = 'group "heart" carries no permit; label it "spe.permit": "<reference>"';
    for (const permit of [undefined, "", 42]) await reports(permitReferenced, [permitted(permit)], [message]);
    await reports(permitReferenced, [changed(group, { attributes: undefined })], [message]);
    await reports(
      permitReferenced,
      [changed(namespace, { metadata: undefined }), changed(project, { tags: [] })],
      [
        'namespace "heart-tes" carries no permit; label it "spe.permit": "<reference>"',
        'project "heart" carries no permit; label it "spe.permit": "<reference>"',
      ],
    );
  });

  it("reports what is no reference", async () => {
    for (const permit of ["n/a", "to do", "pending"])
      await reports(
        permitReferenced,
        [permitted(permit)],
        [
          `group "heart" carries the permit "${permit}", which does not match \\d; give the reference of the data access body`,
        ],
      );
  });

  it("reports a reference of another form than the configured one", async () => {
    const config = { permitPattern: "^EHDS-\\d{4}-\\d{4}$" };
    await holds(permitReferenced, [group], { config });
    await reports(
      permitReferenced,
      [permitted("2026/42")],
      [
        'group "heart" carries the permit "2026/42", which does not match ^EHDS-\\d{4}-\\d{4}$; give the reference of the data access body',
      ],
      { config },
    );
  });

  it("asks for the hash of the approval record where it is configured to", async () => {
    const config = { approvalRecord: true };
    const hashed = (hash: string): Judged =>
      changed(group, { attributes: { ...attributes, "spe.approval": hash } });
    await holds(permitReferenced, [hashed("0a".repeat(32)), hashed("0A".repeat(32))], { config });
    for (const judged of [group, hashed("0a".repeat(20))])
      await reports(
        permitReferenced,
        [judged],
        ['group "heart" carries no SHA-256 of its approval record; set "spe.approval"'],
        { config },
      );
  });

  it("cannot be judged while the labels are unknown", async () => {
    await cannotJudge(permitReferenced, [changed(group, { attributes: unknown })], "attributes");
  });
});
