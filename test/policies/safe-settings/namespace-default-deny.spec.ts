import { type Judged, unknown, urnOf } from "../../../policies/judge";
import { namespaceDefaultDeny } from "../../../policies/safe-settings/namespace-default-deny";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { denyAll, namespace, networkPolicy } from "../compliant-kubernetes";

const denies = (direction: string) =>
  `namespace "heart-tasks" denies no ${direction.toLowerCase()}; add a NetworkPolicy with an empty podSelector, the policyType ${direction} and no rules`;
const policyOf = (spec: unknown): Judged => changed(denyAll, { spec });
const both = ["Ingress", "Egress"];

describe("safe-settings-namespace-default-deny", () => {
  it("holds for a policy that denies all, among others", async () => {
    await holds(namespaceDefaultDeny, [namespace, networkPolicy, denyAll]);
  });

  it("holds for a policy for each direction, and for Kubernetes' defaults", async () => {
    await holds(namespaceDefaultDeny, [
      namespace,
      policyOf({ podSelector: { matchLabels: {} } }),
      policyOf({ podSelector: {}, policyTypes: "Egress", egress: [] }),
    ]);
  });

  it("finds a policy by where its namespace comes from while that has no name yet", async () => {
    for (const name of [unknown, undefined])
      await holds(namespaceDefaultDeny, [
        changed(namespace, { metadata: { name } }),
        {
          ...changed(denyAll, { metadata: { namespace: unknown } }),
          dependencies: { metadata: [urnOf(namespace.type, namespace.name)] },
        },
      ]);
  });

  it("reports a namespace without policies", async () => {
    await reports(namespaceDefaultDeny, [namespace], both.map(denies));
  });

  const others: [string, Judged, string[]][] = [
    ["is in another namespace", changed(denyAll, { metadata: { namespace: "heart" } }), both],
    ["names no namespace", changed(denyAll, { metadata: { name: "deny-all" } }), both],
    ["selects some pods", policyOf({ podSelector: { matchLabels: { app: "x" } }, policyTypes: both }), both],
    [
      "selects pods by an expression",
      policyOf({
        podSelector: { matchExpressions: [{ key: "app", operator: "Exists" }] },
        policyTypes: both,
      }),
      both,
    ],
    [
      "allows some egress",
      policyOf({ podSelector: {}, policyTypes: both, egress: [{ to: [] }] }),
      ["Egress"],
    ],
    ["allows some ingress", policyOf({ podSelector: {}, policyTypes: both, ingress: [{}] }), ["Ingress"]],
    ["is for ingress by default", policyOf({ podSelector: {} }), ["Egress"]],
    ["says nothing", policyOf(undefined), both],
    ["is a patch", { ...denyAll, type: "kubernetes:networking.k8s.io/v1:NetworkPolicyPatch" }, both],
  ];
  for (const [name, policy, directions] of others)
    it(`reports a namespace whose policy ${name}`, async () => {
      await reports(namespaceDefaultDeny, [namespace, policy], directions.map(denies));
    });

  it("cannot be judged while a policy that may deny is unknown, and still reports other namespaces", async () => {
    const open = changed({ ...namespace, name: "open" }, { metadata: { name: "open" } });
    await cannotJudge(
      namespaceDefaultDeny,
      [namespace, policyOf(unknown), open],
      "spec",
      both.map((direction) => denies(direction).replace("heart-tasks", "open")),
    );
  });

  it("holds whatever another policy is, where one is known to deny", async () => {
    await holds(namespaceDefaultDeny, [namespace, policyOf(unknown), denyAll]);
  });
});
