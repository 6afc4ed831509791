import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { objectInOwnNamespace } from "../../../policies/safe-settings/object-in-own-namespace";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { compliantKubernetes, deployment, namespace, role, service } from "../compliant-kubernetes";

const inside = (object: Judged, name: unknown): Judged =>
  changed(object, { metadata: { name: "x", namespace: name } });
const certificate: Judged = {
  type: "kubernetes:cert-manager.io/v1:Certificate",
  name: "heart-certificate",
  props: { metadata: { name: "x" } },
};
const mend = "set metadata.namespace to one of the stack's";

describe("safe-settings-object-in-own-namespace", () => {
  it("holds for objects in the stack's namespaces and for those that belong in none", async () => {
    await holds(objectInOwnNamespace, [
      ...compliantKubernetes,
      certificate,
      inside(certificate, "heart-tasks"),
    ]);
  });

  it("holds for shared namespaces where the configuration names them", async () => {
    await holds(objectInOwnNamespace, [inside(service, "edge")], { config: { sharedNamespaces: ["edge"] } });
  });

  it("finds the namespace by where its name comes from, while that is unknown", async () => {
    await holds(objectInOwnNamespace, [
      changed(namespace, { metadata: { name: unknown } }),
      {
        ...inside(service, unknown),
        dependencies: { metadata: [urnOf(namespace.type, namespace.name)] },
      },
    ]);
  });

  for (const [kind, object] of [
    ["deployment", deployment],
    ["service", service],
    ["role", role],
  ] as const) {
    it(`reports a ${kind} that names no namespace`, async () => {
      for (const name of [undefined, null])
        await reports(
          objectInOwnNamespace,
          [namespace, inside(object, name)],
          [`${kind} "x" names no namespace; ${mend}`],
        );
    });

    it(`reports a ${kind} in a namespace of the cluster`, async () => {
      for (const name of ["default", "kube-system", "kube-public", "kube-node-lease"])
        await reports(
          objectInOwnNamespace,
          [namespace, inside(object, name)],
          [`${kind} "x" is in "${name}", which is the cluster's own; ${mend}`],
        );
    });
  }

  it("reports any object in a namespace that the stack does not make", async () => {
    await reports(
      objectInOwnNamespace,
      [namespace, inside(service, "lungs-tasks"), inside(certificate, "edge")],
      [
        `service "x" is in "lungs-tasks", which this stack does not make; ${mend}`,
        `certificate "x" is in "edge", which this stack does not make; ${mend}`,
      ],
    );
  });

  it("cannot be judged while a namespace is unknown, and still reports the others", async () => {
    await cannotJudge(
      objectInOwnNamespace,
      [namespace, inside(deployment, unknown), inside(service, "default")],
      "metadata.namespace",
      [`service "x" is in "default", which is the cluster's own; ${mend}`],
    );
  });
});
