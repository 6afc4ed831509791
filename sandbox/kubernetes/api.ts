import { readFileSync } from "node:fs";
import { Agent, fetch } from "undici";

/** An object of Kubernetes. */
export interface KubernetesObject {
  apiVersion: string;
  kind: string;
  metadata: { name: string; namespace?: string; labels?: Record<string, string> };
  [field: string]: unknown;
}

/** What the API server answered. */
export interface ApiAnswer {
  status: number;
  body: string;
}

/** The plurals under which the API server has the kinds of objects that the sandbox makes. */
const plurals: Record<string, string> = {
  Node: "nodes",
  ServiceAccount: "serviceaccounts",
  ConfigMap: "configmaps",
  Service: "services",
  Deployment: "deployments",
  ClusterRole: "clusterroles",
  ClusterRoleBinding: "clusterrolebindings",
  StorageClass: "storageclasses",
  PersistentVolume: "persistentvolumes",
};

/** Speaks with the API server by a kubeconfig file that holds a client's certificate. */
export class KubernetesApi {
  private readonly agent: Agent;
  private readonly url: string;

  constructor(kubeconfigFile: string) {
    const { clusters, users } = JSON.parse(readFileSync(kubeconfigFile, "utf8")) as Kubeconfig;
    const [{ cluster }, { user }] = [clusters[0], users[0]];
    const text = (base64: string) => Buffer.from(base64, "base64").toString();
    this.url = cluster.server;
    this.agent = new Agent({
      connect: {
        ca: text(cluster["certificate-authority-data"]),
        cert: text(user["client-certificate-data"]),
        key: text(user["client-key-data"]),
      },
    });
  }

  async send(
    method: string,
    path: string,
    body?: unknown,
    contentType = "application/json",
  ): Promise<ApiAnswer> {
    const response = await fetch(`${this.url}${path}`, {
      method,
      ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { "Content-Type": contentType } }),
      dispatcher: this.agent,
      signal: AbortSignal.timeout(30_000),
    });
    return { status: response.status, body: await response.text() };
  }

  async isReady(): Promise<boolean> {
    return (await this.send("GET", "/readyz")).status === 200;
  }

  /** Makes an object as it is given, or changes it so that it is. @throws Error with the API server's answer */
  async apply(object: KubernetesObject): Promise<void> {
    const { apiVersion, kind, metadata } = object;
    const group = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const namespace = metadata.namespace ? `/namespaces/${metadata.namespace}` : "";
    const path = `${group}${namespace}/${plurals[kind]}/${metadata.name}?fieldManager=spe-sandbox&force=true`;
    const { status, body } = await this.send("PATCH", path, object, "application/apply-patch+yaml");
    if (status >= 300)
      throw new Error(`${kind} ${metadata.name}: the API server answered ${status}: ${body}`);
  }

  close(): Promise<void> {
    return this.agent.close();
  }
}

interface Kubeconfig {
  clusters: [{ cluster: { server: string; "certificate-authority-data": string } }];
  users: [{ user: { "client-certificate-data": string; "client-key-data": string } }];
}
