import { type Judged, unknown } from "../../../policies/judge";
import { remoteGroupOwn } from "../../../policies/safe-settings/remote-group-own";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import {
  edgeGroup,
  edgeIngress,
  machineGroup,
  machineIngress,
  naming,
  pending,
  tags,
} from "../compliant-cloud";

const isFor = (group: string) =>
  `security group rule "heart-cloud-machines-ssh" is for the group ${group}; use the gateway's group`;
const lungs: Judged = {
  ...changed(machineGroup, { id: "group-lungs", name: "lungs", tags: tags("machines", "lungs") }),
  name: "lungs",
};
const among = (group: Judged): Judged => naming(machineIngress, "remoteGroupId", group);

describe("safe-settings-remote-group-own", () => {
  it("holds for a group of the project, for the edge's and for rules that name none", async () => {
    const foreignEdge = changed(edgeGroup, { tags: tags("edge", "platform") });
    await holds(remoteGroupOwn, [machineGroup, edgeGroup, machineIngress, among(machineGroup), edgeIngress]);
    await holds(remoteGroupOwn, [machineGroup, foreignEdge, machineIngress], {
      config: { project: "heart" },
    });
  });

  it("holds for a listed group of the platform", async () => {
    const rule = changed(machineIngress, { remoteGroupId: "1f2e" });
    await holds(remoteGroupOwn, [machineGroup, rule], { config: { siteGroups: ["1f2e"] } });
  });

  it("holds in a preview, which shows a group that is not given as unknown", async () => {
    await holds(remoteGroupOwn, [machineGroup, changed(edgeIngress, { remoteGroupId: unknown })]);
  });

  it("reports another project's group, also by its dependency", async () => {
    const message = isFor('"lungs" of project "lungs"');
    await reports(remoteGroupOwn, [machineGroup, lungs, among(lungs)], [message]);
    await reports(
      remoteGroupOwn,
      [pending(machineGroup, "id"), pending(lungs, "id"), pending(among(lungs), "remoteGroupId")],
      [message],
    );
  });

  it("reports another project's by the configured project, whatever the rule's own group says", async () => {
    await reports(
      remoteGroupOwn,
      [lungs, naming(among(lungs), "securityGroupId", lungs)],
      [isFor('"lungs" of project "lungs"')],
      {
        config: { project: "heart" },
      },
    );
  });

  it("reports a group of no project, and one that is not of the stack", async () => {
    await reports(
      remoteGroupOwn,
      [machineGroup, changed(lungs, { tags: undefined }), among(lungs)],
      [isFor('"lungs" of no project')],
    );
    await reports(
      remoteGroupOwn,
      [machineGroup, machineIngress],
      [isFor('"group-edge", which is not of this stack')],
    );
  });

  it("cannot be judged while a group of something else is unknown, and still reports the others", async () => {
    const rule = { ...machineIngress, props: { ...machineIngress.props, remoteGroupId: unknown } };
    await cannotJudge(remoteGroupOwn, [machineGroup, rule, lungs, among(lungs)], "remoteGroupId", [
      isFor('"lungs" of project "lungs"'),
    ]);
  });

  it("cannot be judged while the group's labels are unknown", async () => {
    await cannotJudge(remoteGroupOwn, [machineGroup, pending(edgeGroup, "tags"), machineIngress], "tags");
  });
});
