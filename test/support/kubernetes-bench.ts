/** The sandbox's Kubernetes with pods in two namespaces that ask and answer each other. */
import { ClusterClient } from "./cluster-client";
import { SharedFixture } from "./shared-fixture";
import { kubernetesTimeout, testKubernetes } from "./test-kubernetes";

/** The namespace of `web`, which serves at two ports and as a service, and of a caller. */
export const bench = "bench";
/** The namespace of another caller, with the label `team: other`. */
export const elsewhere = "elsewhere";

/** The pods. */
export class KubernetesBench extends ClusterClient {
  static async begin(context: Mocha.Context): Promise<KubernetesBench> {
    const it = new KubernetesBench(await testKubernetes(context));
    await it.applied(space(bench), space(elsewhere, { team: "other" }));
    const waiting = ["sleep", "86400"];
    await it.applied(
      it.pod("web", ["toolbox", "serve", "8080", "8081"]),
      it.pod("caller", waiting),
      it.pod("caller", waiting, {}, elsewhere),
      {
        apiVersion: "v1",
        kind: "Service",
        metadata: { name: "web", namespace: bench },
        spec: { selector: { app: "web" }, ports: [{ port: 80, targetPort: 8080 }] },
      },
    );
    const ready = ["--for=condition=Ready", "--timeout=60s"];
    for (const at of [bench, elsewhere])
      await it.kubectl("--namespace", at, "wait", "pod", "--all", ...ready);
    return it;
  }

  get image(): string {
    return this.test.kubernetes.images.toolbox ?? "";
  }

  /** A pod of the sandbox's image. @param more changes of its container */
  pod(name: string, command: string[], more: object = {}, namespace = bench) {
    return {
      apiVersion: "v1",
      kind: "Pod",
      metadata: { name, namespace, labels: { app: name } },
      spec: {
        terminationGracePeriodSeconds: 1,
        containers: [{ name: "main", image: this.image, command, imagePullPolicy: "IfNotPresent", ...more }],
      },
    };
  }

  /** Makes a pod in the first namespace, and waits until it is ready. */
  async ready(pod: { metadata: { name: string }; spec: object }): Promise<void> {
    await this.applied(pod);
    await this.kubectl("--namespace", bench, "wait", `pod/${pod.metadata.name}`, "--for=condition=Ready");
  }

  async end(): Promise<void> {
    const gone = ["--wait=false", "--ignore-not-found"];
    await this.test.kubectl(["delete", "namespace", bench, elsewhere, ...gone]);
  }
}

export const space = (name: string, labels: Record<string, string> = {}) => ({
  apiVersion: "v1",
  kind: "Namespace",
  metadata: { name, labels },
});

/** The one bench of a run. */
export const kubernetesBench = new SharedFixture(KubernetesBench.begin, kubernetesTimeout);
