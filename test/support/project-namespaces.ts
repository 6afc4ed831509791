/**
 * Two projects' namespaces on a given cluster, by the real plugin on the real API server, with pods that really run. The network
 * policies are enforced by the sandbox's own controller.
 */
import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../../components/five-safes";
import { ExistingCluster } from "../../components/kubernetes/existing-cluster";
import type { FlowLine } from "../../components/kubernetes/network-lines";
import { ProjectNamespace } from "../../components/kubernetes/project-namespace";
import { ensureEngine } from "../../sandbox/engine";
import { ClusterClient } from "./cluster-client";
import { InlineStack, type Run } from "./inline-stack";
import { SharedFixture } from "./shared-fixture";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "./test-kubernetes";
import { stateDir } from "./test-sandbox";

const heart: ProjectFacts = {
  id: "heart",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0042",
  manager: "mona@example.org",
};
const lung: ProjectFacts = { ...heart, id: "lung", tier: 1, permit: "EHDS-2026-0077" };

/** Those of the projects, and one that is neither's. */
export const spaces = { heart: "heart-tasks", lung: "lung-tasks", edge: "heart-edge" } as const;

/** The ways of a namespace: callers reach the web at one port, workers the site; the edge's proxy reaches the web. */
export const flowsOf = (site: string): FlowLine[] => [
  {
    name: "caller-to-web-out",
    pods: { app: "caller" },
    direction: "out",
    peer: { pods: { app: "web" } },
    ports: [8080],
    why: "questions",
  },
  {
    name: "caller-to-web-in",
    pods: { app: "web" },
    direction: "in",
    peer: { pods: { app: "caller" } },
    ports: [8080],
    why: "questions",
  },
  {
    name: "worker-to-site",
    pods: { app: "worker" },
    direction: "out",
    peer: { cidr: `${site}/32` },
    ports: [443],
    why: "files",
  },
  {
    name: "edge-to-web",
    pods: { app: "web" },
    direction: "in",
    peer: { namespace: spaces.edge, pods: { app: "proxy" } },
    ports: [8080],
    why: "people's requests",
  },
];

export const kubeconfigOf = ({ kubernetes: { kubeconfigFile } }: TestKubernetes): string =>
  readFileSync(kubeconfigFile, "utf8");

/** The namespaces; in the heart's are pods `web`, `caller` and `worker`, in the lung's two, in the edge's `proxy` and `stranger`. */
export class ProjectNamespaces extends ClusterClient {
  private constructor(
    test: TestKubernetes,
    readonly stack: InlineStack,
    /** The run that made them. */
    readonly made: Run,
    private readonly outside: string,
  ) {
    super(test);
  }

  static async begin(context: Mocha.Context): Promise<ProjectNamespaces> {
    const test = await testKubernetes(context);
    const directory = join(stateDir, "kubernetes-namespace");
    const outside = process.cwd();
    mkdirSync(directory, { recursive: true });
    // dynamic resources are made by a process that works where this one does
    process.chdir(directory);
    try {
      const stack = await InlineStack.create(await ensureEngine(["kubernetes"]), directory);
      const made = await stack.up(namespacesProgram(test));
      const it = new ProjectNamespaces(test, stack, made, outside);
      await it.makePods();
      return it;
    } catch (error) {
      process.chdir(outside);
      throw error;
    }
  }

  /** A pod as the strictest standard has it. @param more changes of its spec */
  pod(namespace: string, app: string, more: object = {}) {
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name: app, namespace, labels: { app } },
      spec: {
        terminationGracePeriodSeconds: 1,
        securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: "RuntimeDefault" } },
        containers: [
          {
            name: "main",
            image: this.test.kubernetes.images.toolbox ?? "",
            imagePullPolicy: "IfNotPresent",
            command: ["toolbox", "serve", "8080", "8081"],
            securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ["ALL"] } },
          },
        ],
        ...more,
      },
    };
  }

  private async makePods(): Promise<void> {
    await this.applied(
      { apiVersion: "v1", kind: "Namespace", metadata: { name: spaces.edge } },
      ...["web", "caller", "worker"].map((app) => this.pod(spaces.heart, app)),
      ...["web", "caller"].map((app) => this.pod(spaces.lung, app)),
      ...["proxy", "stranger"].map((app) => this.pod(spaces.edge, app)),
    );
    const ready = ["--for=condition=Ready", "--timeout=90s"];
    for (const space of Object.values(spaces))
      await this.kubectl("--namespace", space, "wait", "pods", "--all", ...ready);
  }

  async end(): Promise<void> {
    await this.test.kubectl(["delete", "namespace", spaces.edge, "--wait=false", "--ignore-not-found"]);
    await this.stack.destroy();
    process.chdir(this.outside);
  }
}

/** The namespaces of a run. */
export const projectNamespaces = new SharedFixture(ProjectNamespaces.begin, kubernetesTimeout);

/** The program that makes them. */
export const namespacesProgram = (test: TestKubernetes) => async () => {
  const cluster = new ExistingCluster("cluster", {
    project: heart,
    kubeconfig: pulumi.secret(kubeconfigOf(test)),
    kubernetesVersion: "1.36.0",
    networkPoliciesEnforced: true,
  });
  const provider = new kubernetes.Provider("kubernetes", { kubeconfig: cluster.kubeconfig });
  const namespaceOf = (project: ProjectFacts) =>
    new ProjectNamespace(
      project.id,
      {
        project,
        kubernetesVersion: "1.36.0",
        quota: { cpu: 8, memoryGib: 8, pods: 4 },
        flows: flowsOf(test.cloud.siteAddress),
      },
      { providers: [provider] },
    ).namespaceName;
  const { apiEndpoint, version, network } = cluster;
  return { apiEndpoint, version, network, heart: namespaceOf(heart), lung: namespaceOf(lung) };
};
