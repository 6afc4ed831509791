import { type Judged, unknown } from "../../../policies/judge";
import { networkPolicyLimited } from "../../../policies/safe-settings/network-policy-limited";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { denyAll, networkPolicy } from "../compliant-kubernetes";

const policyOf = (spec: Record<string, unknown>): Judged => changed(networkPolicy, { spec });
const block = (cidr: unknown) => ({ ipBlock: { cidr } });
const named = (name: string) => ({ matchLabels: { "kubernetes.io/metadata.name": name } });
const peer = (namespaceSelector: unknown) => ({ namespaceSelector });
const kubeDns = {
  namespaceSelector: named("kube-system"),
  podSelector: { matchLabels: { "k8s-app": "kube-dns" } },
};
const says = (problem: string) => `network policy "allowed" ${problem}`;
const foreignNames = says("allows egress to port 53 of others than kube-dns; list the ports that are needed");
const ofOthers = says("allows ingress for namespaces of others; select spe.project, or the edge by its name");

describe("safe-settings-network-policy-limited", () => {
  it("holds for the edge, the namespace itself, narrow ranges and the cluster's name server", async () => {
    await holds(networkPolicyLimited, [denyAll, networkPolicy]);
  });

  for (const [name, selector] of [
    ["by label", { matchLabels: { "spe.project": "heart", app: "x" } }],
    ["by a list of one", { matchExpressions: [{ key: "spe.project", operator: "In", values: ["heart"] }] }],
    ["by its own name", named("heart-tasks")],
  ] as const)
    it(`holds for the project's namespaces ${name}`, async () => {
      await holds(networkPolicyLimited, [policyOf({ ingress: [{ from: [peer(selector)] }] })]);
    });

  it("holds for another edge, and for the configured project", async () => {
    const policy = changed(
      policyOf({
        ingress: [{ from: [peer(named("gateway")), peer({ matchLabels: { "spe.project": "heart" } })] }],
      }),
      {
        metadata: { name: "allowed", namespace: "heart-tasks" },
      },
    );
    await holds(networkPolicyLimited, [policy], {
      config: { project: "heart", edgeNamespaces: ["gateway"] },
    });
    await reports(networkPolicyLimited, [policy], [ofOthers, ofOthers]);
  });

  for (const direction of ["ingress", "egress"]) {
    const end = direction === "ingress" ? "from" : "to";
    const rules = (...all: unknown[]) => policyOf({ [direction]: all });

    it(`reports ${direction} for everyone`, async () => {
      const message = says(`allows ${direction} for everyone; name the peers in ${end}`);
      for (const rule of [{}, { [end]: [] }, { [end]: null, ports: [{ port: 443 }] }])
        await reports(networkPolicyLimited, [rules(rule)], [message]);
    });

    for (const cidr of ["0.0.0.0/0", "::/0", "0.0.0.0/1", "8000::/1", "::ffff:0:0/96", "10.0.0.0/7"])
      it(`reports ${direction} for ${cidr}`, async () => {
        await reports(
          networkPolicyLimited,
          [rules({ [end]: [block(cidr)], ports: [{ port: 443 }] })],
          [says(`allows ${direction} for "${cidr}"; name the ranges that need it`)],
        );
      });

    it(`reports ${direction} for everything in many small ranges, also of several rules`, async () => {
      const ranges = Array.from({ length: 256 }, (_, index) => ({
        [end]: [block(`${index}.0.0.0/8`)],
        ports: [{ port: 443 }],
      }));
      await reports(
        networkPolicyLimited,
        [rules(...ranges)],
        [
          says(
            `allows ${direction} for 256 ranges that together stand for anybody; name the ranges that need it`,
          ),
        ],
      );
    });

    it(`reports ${direction} for a range without a prefix`, async () => {
      await reports(
        networkPolicyLimited,
        [rules({ [end]: [{ ipBlock: {} }], ports: [{ port: 443 }] })],
        [
          says(
            `allows ${direction} for "undefined", which is no range of addresses; name the ranges that need it`,
          ),
        ],
      );
    });

    it(`reports ${direction} for every namespace`, async () => {
      for (const selector of [{}, { matchLabels: {} }, { matchExpressions: [] }])
        await reports(
          networkPolicyLimited,
          [rules({ [end]: [{ ...peer(selector), podSelector: { matchLabels: { app: "x" } } }] })],
          [says(`allows ${direction} for every namespace; select the project's`)],
        );
    });

    it(`reports ${direction} for a peer of no kind`, async () => {
      await reports(
        networkPolicyLimited,
        [rules({ [end]: [{}] })],
        [says(`allows ${direction} for a peer that is not named; name it`)],
      );
    });
  }

  for (const [name, selector] of [
    ["another project", { matchLabels: { "spe.project": "lungs" } }],
    [
      "two projects",
      { matchExpressions: [{ key: "spe.project", operator: "In", values: ["heart", "lungs"] }] },
    ],
    ["any project", { matchExpressions: [{ key: "spe.project", operator: "Exists" }] }],
    [
      "all but one project",
      { matchExpressions: [{ key: "spe.project", operator: "NotIn", values: ["lungs"] }] },
    ],
    ["another namespace", named("lungs-tasks")],
    ["the cluster's own namespace", named("kube-system")],
    ["a label that anyone may set", { matchLabels: { access: "yes" } }],
  ] as const)
    it(`reports ${name}`, async () => {
      await reports(networkPolicyLimited, [policyOf({ ingress: [{ from: [peer(selector)] }] })], [ofOthers]);
    });

  for (const [name, rule] of [
    ["a range", { to: [block("192.0.2.53/32")], ports: [{ port: 53, protocol: "UDP" }] }],
    ["a range by all ports", { to: [block("192.0.2.53/32")] }],
    ["a range by all ports of a protocol", { to: [block("192.0.2.53/32")], ports: [{ protocol: "UDP" }] }],
    ["a range by many ports", { to: [block("192.0.2.53/32")], ports: [{ port: 1, endPort: 1024 }] }],
    ["a range by text", { to: [block("192.0.2.53/32")], ports: [{ port: "53" }] }],
    ["pods of the project", { to: [{ podSelector: {} }], ports: [{ port: 53 }] }],
    ["pods of the project by the port's name", { to: [{ podSelector: {} }], ports: [{ port: "dns-tcp" }] }],
    ["the name server and others", { to: [kubeDns, { podSelector: {} }], ports: [{ port: 53 }] }],
  ] as const)
    it(`reports port 53 of ${name}`, async () => {
      await reports(networkPolicyLimited, [policyOf({ egress: [rule] })], [foreignNames]);
    });

  it("holds for other ports of ranges, and for port 53 of what asks this namespace", async () => {
    await holds(networkPolicyLimited, [
      policyOf({
        ingress: [{ from: [{ podSelector: {} }, block("192.0.2.0/24")], ports: [{ port: 53 }] }],
        egress: [
          { to: [block("192.0.2.0/24")], ports: [{ port: 54, endPort: 60 }, { port: "https" }] },
          { to: [{ podSelector: {} }], ports: [{ protocol: "TCP" }] },
        ],
      }),
    ]);
  });

  it("cannot be judged while a range is unknown, and still reports the rest", async () => {
    await cannotJudge(
      networkPolicyLimited,
      [policyOf({ ingress: [{ from: [block(unknown), block("0.0.0.0/0")] }, {}] })],
      "spec.ingress.0.from.0.ipBlock.cidr",
      [
        says("allows ingress for everyone; name the peers in from"),
        says('allows ingress for "0.0.0.0/0"; name the ranges that need it'),
      ],
    );
  });
});
