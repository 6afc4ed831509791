/** What the service of tasks of the specs is made from: keys for its tasks, and the objects that the components describe. */
import type { ProjectFacts } from "../../components/five-safes";
import { ProjectNamespace } from "../../components/kubernetes/project-namespace";
import { taskFlows } from "../../components/kubernetes/task-flows";
import { TaskService } from "../../components/kubernetes/task-service";
import type { TaskBucket } from "../../components/kubernetes/task-service-args";
import { ServiceAccount } from "../../components/storage/service-account";
import type { Kubernetes } from "../../sandbox/kubernetes";
import type { Sandbox } from "../../sandbox/sandbox";
import { type Manifest, manifestsOf } from "./manifests";
import { recordResources } from "./record";
import { storeProvider } from "./store-provider";
import { ports, type TestEnvironment } from "./test-sandbox";

export const tasksNamespace = "heart-tasks";

const accounts = { input: "tasks-input", scratch: "tasks-scratch" } as const;

/** Keys of the accounts, by the role of their bucket. */
export type TaskKeys = Record<keyof typeof accounts, { accessKey: string; secretKey: string }>;

/** Keys for tasks: read the input, write the scratch. */
export const taskKeysProgram = (sandbox: Sandbox) => async () => {
  const provider = storeProvider(sandbox);
  const keysOf = (role: keyof typeof accounts, access: TaskBucket["access"]) => {
    const { accessKey, secretKey } = new ServiceAccount(
      `heart-${accounts[role]}`,
      { projectId: "heart", account: accounts[role], bucket: `heart-${role}`, access },
      { providers: [provider] },
    );
    return { accessKey, secretKey };
  };
  return { input: keysOf("input", "read"), scratch: keysOf("scratch", "write") };
};

const project: ProjectFacts = {
  id: "heart",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0042",
  manager: "mona@example.org",
};

/** Where the service stands. */
interface Place {
  environment: TestEnvironment;
  kubernetes: Kubernetes;
  /** Where pods reach the sandbox's servers. */
  siteAddress: string;
  /** Client that people's tokens are for. */
  audience: string;
  keys: TaskKeys;
}

/** The objects of the namespace and of the service in it. */
export async function taskServiceManifests({
  environment: { client, ca, sandbox },
  kubernetes,
  siteAddress,
  audience,
  keys,
}: Place): Promise<Manifest[]> {
  const site = (port: number): string => `https://${siteAddress}:${port}`;
  const target = (port: number) => ({ cidr: `${siteAddress}/32`, port });
  const api = new URL(kubernetes.apiUrl);
  const bucket = (role: keyof typeof accounts, access: TaskBucket["access"]): TaskBucket => ({
    bucket: `heart-${role}`,
    access,
    ...keys[role],
  });
  const recorded = await recordResources(() => {
    const { namespaceName } = new ProjectNamespace("heart", {
      project,
      kubernetesVersion: kubernetes.version.replace("v", ""),
      quota: { cpu: 8, memoryGib: 16, pods: 30 },
      flows: taskFlows({
        by: "funnel",
        publisher: { cidr: `${api.hostname}/32` },
        login: target(ports.keycloak),
        store: target(ports.minio),
        api: { cidr: `${api.hostname}/32`, port: Number(api.port) },
      }),
    });
    new TaskService("tasks", {
      project,
      namespace: namespaceName,
      kubernetesVersion: kubernetes.version,
      host: "tes.heart.example",
      operator: { name: "Heart Centre", url: "https://heart.example" },
      server: {
        by: "funnel",
        image: kubernetes.images.funnel ?? "",
        password: "a-password-of-more-than-32-characters",
        tasksAtATime: 2,
      },
      gatewayImage: kubernetes.images.node ?? "",
      images: [kubernetes.images.toolbox ?? ""],
      login: {
        by: "realm",
        issuer: client.issuer,
        audience,
        userInfoUrl: `${client.issuer.replace(sandbox.keycloak.url, site(ports.keycloak))}/protocol/openid-connect/userinfo`,
        certificateAuthority: ca,
      },
      store: {
        url: site(ports.minio),
        certificateAuthority: ca,
        buckets: [bucket("input", "read"), bucket("scratch", "write")],
      },
      scratchGib: 1,
    });
  });
  return manifestsOf(recorded);
}
