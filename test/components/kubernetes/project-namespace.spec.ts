import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { ProjectNamespace } from "../../../components/kubernetes/project-namespace";
import type { ProjectNamespaceArgs } from "../../../components/kubernetes/project-namespace-args";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart } from "../cloud/heart";
import { clusterFindings } from "./cluster-findings";

const args: ProjectNamespaceArgs = {
  project: heart,
  kubernetesVersion: "1.36.0",
  quota: { cpu: 4, memoryGib: 8, pods: 20 },
  flows: [
    {
      name: "worker-to-store",
      pods: { app: "worker" },
      direction: "out",
      peer: { cidr: "192.0.2.10/32" },
      ports: [9000],
      why: "files of tasks",
    },
    {
      name: "edge-to-gateway",
      pods: { app: "gateway" },
      direction: "in",
      peer: { namespace: "edge", pods: { app: "proxy" } },
      ports: [8080],
      why: "people's requests",
    },
  ],
};

const build = (changes: Partial<ProjectNamespaceArgs> = {}): Promise<Recorded[]> =>
  recordResources(() => void new ProjectNamespace("heart-namespace", { ...args, ...changes }));

const kindsOf = (all: Recorded[]): string[] =>
  all.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`);

const of = (all: Recorded[], child: string): Record<string, never> =>
  all.find(({ type, name }) => type.startsWith("kubernetes:") && name === `heart-namespace${child}`)
    ?.inputs as Record<string, never>;

describe("ProjectNamespace", () => {
  it("is a namespace with what bounds it, and a role for each role of people", async () => {
    const all = await build();
    assertWellBuilt(all);
    assert.deepEqual(kindsOf(all).sort(), [
      "LimitRange heart-namespace-limits",
      "Namespace heart-namespace",
      "NetworkPolicy heart-namespace-ask-names",
      "NetworkPolicy heart-namespace-deny-all",
      "NetworkPolicy heart-namespace-edge-to-gateway",
      "NetworkPolicy heart-namespace-worker-to-store",
      "ProjectNamespace heart-namespace",
      "ResourceQuota heart-namespace-quota",
      "Role heart-namespace-checker",
      "Role heart-namespace-manager",
      "Role heart-namespace-researcher",
      "RoleBinding heart-namespace-checker-binding",
      "RoleBinding heart-namespace-manager-binding",
      "RoleBinding heart-namespace-researcher-binding",
      "ServiceAccount heart-namespace-default-account",
    ]);
  });

  it("holds every rule at every tier", async () => {
    const found = await clusterFindings((project, opts) => {
      new ProjectNamespace("heart-namespace", { ...args, project }, opts);
    });
    assert.deepEqual(found, []);
  });

  it("says with each policy what it is for", async () => {
    const { annotations } = of(await build(), "-worker-to-store").metadata as never as {
      annotations: object;
    };
    assert.deepEqual(annotations, { "spe.why": "files of tasks" });
  });

  it("gives no token to what runs as nobody in particular", async () => {
    const all = await build();
    const account = of(all, "-default-account");
    assert.equal((account.metadata as never as { name: string }).name, "default");
    assert.equal(account.automountServiceAccountToken, false);
    // Kubernetes makes it again while somebody waits for its end
    const { opts } = all.find(({ name }) => name === "heart-namespace-default-account") ?? assert.fail();
    assert.ok((opts as pulumi.CustomResourceOptions).deletedWith);
  });

  it("opens the ways that are listed, each from one end, and nothing else", async () => {
    const all = await build();
    assert.deepEqual(of(all, "-deny-all").spec, { podSelector: {}, policyTypes: ["Ingress", "Egress"] });
    assert.deepEqual(of(all, "-worker-to-store").spec, {
      podSelector: { matchLabels: { app: "worker" } },
      policyTypes: ["Egress"],
      egress: [{ to: [{ ipBlock: { cidr: "192.0.2.10/32" } }], ports: [{ protocol: "TCP", port: 9000 }] }],
    });
    assert.deepEqual(of(all, "-edge-to-gateway").spec, {
      podSelector: { matchLabels: { app: "gateway" } },
      policyTypes: ["Ingress"],
      ingress: [
        {
          from: [
            {
              namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "edge" } },
              podSelector: { matchLabels: { app: "proxy" } },
            },
          ],
          ports: [{ protocol: "TCP", port: 8080 }],
        },
      ],
    });
  });

  for (const [tier, level] of [
    [0, "baseline"],
    [1, "baseline"],
    [2, "restricted"],
    [3, "restricted"],
  ] as const) {
    it(`holds pods at tier ${tier} to the standard ${level}, in the cluster's version`, async () => {
      const { labels } = of(await build({ project: { ...heart, tier } }), "").metadata as never as {
        labels: Record<string, string>;
      };
      for (const mode of ["enforce", "audit", "warn"]) {
        assert.equal(labels[`pod-security.kubernetes.io/${mode}`], level);
        assert.equal(labels[`pod-security.kubernetes.io/${mode}-version`], "v1.36");
      }
    });
  }

  it("binds each role to the realm's group of that role", async () => {
    const all = await build();
    for (const role of ["researcher", "checker", "manager"]) {
      assert.deepEqual(of(all, `-${role}-binding`).subjects, [
        { apiGroup: "rbac.authorization.k8s.io", kind: "Group", name: `oidc:heart:/heart/${role}` },
      ]);
      const { rules } = of(all, `-${role}`) as unknown as {
        rules: { resources: string[]; verbs: string[] }[];
      };
      const rights = rules.flatMap(({ resources, verbs }) =>
        resources.flatMap((it) => verbs.map((verb) => `${verb} ${it}`)),
      );
      assert.equal(rights.includes("get pods"), role !== "checker");
      assert.equal(rights.includes("get pods/log"), role === "manager");
      assert.ok(!rights.some((it) => /secrets|create|update|patch|\*/.test(it)), rights.join());
    }
  });

  const line = args.flows?.[0] as NonNullable<ProjectNamespaceArgs["flows"]>[number];
  const wrong: [Partial<ProjectNamespaceArgs>, string][] = [
    [{ kubernetesVersion: "1.33.4" }, 'kubernetesVersion must be a version from 1.34.0, got "1.33.4"'],
    [{ kubernetesVersion: "v1.36" }, 'kubernetesVersion must be a version from 1.34.0, got "v1.36"'],
    [{ quota: { cpu: 0, memoryGib: 8, pods: 20 } }, "quota.cpu must be a whole number from 1, got 0"],
    [
      { quota: { cpu: 1, memoryGib: 0.5, pods: 20 } },
      "quota.memoryGib must be a whole number from 1, got 0.5",
    ],
    [{ quota: { cpu: 1, memoryGib: 1, pods: -1 } }, "quota.pods must be a whole number from 1, got -1"],
    [{ flows: [{ ...line, name: "To Store" }] }, "flows[0].name must be 1 to 63 lower-case"],
    [{ flows: [line, line] }, 'flows[1].name must be the only "worker-to-store"'],
    [{ flows: [{ ...line, name: "deny-all" }] }, 'flows[0].name must be the only "deny-all"'],
    [{ flows: [{ ...line, peer: { cidr: "0.0.0.0/0" } }] }, "flows[0].peer.cidr must not be wider than /8"],
    [{ flows: [{ ...line, peer: { cidr: "store" } }] }, "flows[0].peer.cidr must be"],
    [
      { flows: [{ ...line, peer: { namespace: "kube/system" } }] },
      "flows[0].peer.namespace must be the name",
    ],
    [{ flows: [{ ...line, why: " " }] }, "flows[0].why must say what for"],
    [{ project: { ...heart, id: "Heart" } }, "project.id must be 3 to 24 lower-case"],
    [{ flows: [{ ...line, ports: [] }] }, "flows[0].ports must be TCP ports from 1 to 65535"],
    [{ flows: [{ ...line, ports: [53] }] }, "flows[0].ports must be TCP ports from 1 to 65535 without 53"],
  ];
  for (const [changes, says] of wrong) {
    it(`refuses ${JSON.stringify(changes).slice(0, 70)}: ${says}`, async () => {
      await assert.rejects(build(changes), (error: Error) => error.message.includes(says));
    });
  }
});
