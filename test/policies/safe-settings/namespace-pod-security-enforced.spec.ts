import { type Judged, unknown } from "../../../policies/judge";
import { namespacePodSecurityEnforced } from "../../../policies/safe-settings/namespace-pod-security-enforced";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { namespace } from "../compliant-kubernetes";

const { metadata } = namespace.props as { metadata: { name: string; labels: Record<string, unknown> } };
const labelled = (labels: Record<string, unknown>): Judged =>
  changed(namespace, { metadata: { ...metadata, labels: { ...metadata.labels, ...labels } } });
const has = (value: string, key: string, right: string): string =>
  `namespace "heart-tasks" has "${value}" as pod-security.kubernetes.io/${key}; label it ${right}`;
const modes = ["enforce", "audit", "warn"];
const levels = (level: unknown) =>
  Object.fromEntries(modes.map((mode) => [`pod-security.kubernetes.io/${mode}`, level]));

describe("safe-settings-namespace-pod-security-enforced", () => {
  it("holds for the level of the tier, and above it", async () => {
    await holds(namespacePodSecurityEnforced, [namespace]);
    for (const tier of [0, 1])
      await holds(namespacePodSecurityEnforced, [namespace, labelled(levels("baseline"))], {
        config: { tier },
      });
  });

  it("takes the tier of the label where the configuration names none", async () => {
    await holds(namespacePodSecurityEnforced, [labelled({ ...levels("baseline"), "spe.tier": "1" })]);
  });

  it("reports a lower level at tier 2 and 3, and where nothing says a tier", async () => {
    const messages = modes.map((mode) => has("baseline", mode, "restricted"));
    for (const tier of [2, 3])
      await reports(namespacePodSecurityEnforced, [labelled(levels("baseline"))], messages, {
        config: { tier },
      });
    await reports(
      namespacePodSecurityEnforced,
      [labelled({ ...levels("baseline"), "spe.tier": undefined })],
      messages,
    );
  });

  for (const level of ["privileged", "Restricted", "", undefined])
    it(`reports the level ${JSON.stringify(level)} at any tier`, async () => {
      await reports(
        namespacePodSecurityEnforced,
        [labelled(levels(level))],
        modes.map((mode) => has(level ?? "", mode, "baseline")),
        { config: { tier: 0 } },
      );
    });

  for (const version of ["latest", "v1.33", "1.36", undefined])
    it(`reports the version ${JSON.stringify(version)}`, async () => {
      await reports(
        namespacePodSecurityEnforced,
        [labelled({ "pod-security.kubernetes.io/enforce-version": version })],
        [has(version ?? "", "enforce-version", "v1.34 or later")],
      );
    });

  it("reports a namespace without labels, also as a patch", async () => {
    const messages = modes.flatMap((mode) => [
      has("", mode, "restricted"),
      has("", `${mode}-version`, "v1.34 or later"),
    ]);
    const bare = changed(namespace, { metadata: { name: "heart-tasks" } });
    await reports(namespacePodSecurityEnforced, [bare], messages);
    await reports(
      namespacePodSecurityEnforced,
      [{ ...bare, type: "kubernetes:core/v1:NamespacePatch" }],
      messages,
    );
  });

  it("cannot be judged while a label is unknown, and still reports the rest", async () => {
    const key = "pod-security.kubernetes.io/enforce";
    await cannotJudge(
      namespacePodSecurityEnforced,
      [labelled({ [key]: unknown, [`${key}-version`]: "latest" })],
      `metadata.labels.${key}`,
      [has("latest", "enforce-version", "v1.34 or later")],
    );
  });
});
