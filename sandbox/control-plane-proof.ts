/** Proof that an environment's namespace on the Kubernetes without root lets in whom it should, and no pod that it should not. */
import { randomUUID } from "node:crypto";
import { readFileSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, fetch } from "undici";
import { containerSecurity, podSecurity } from "../components/kubernetes/task-pod-security";
import { kubeloginRedirectUri } from "../components/naming";
import type { Environment } from "../infra/environment";
import { claim, type Proof } from "./claim";
import type { OidcClient } from "./clients/browserless-login";
import type { ControlPlane } from "./control-plane";
import { KubernetesApi } from "./kubernetes/api";
import type { Plain } from "./plain-outputs";

/** Logs a person in at a client. @returns the ID token @throws Error when the login ends otherwise */
export type IdTokenOf = (client: OidcClient, name: string) => Promise<string>;

/** A pod that asked to run has done it after this time, or does not, in milliseconds. */
const patienceMs = 30_000;

/** Tries what a researcher may see, and what nobody may make. */
export async function proveControlPlane(
  { apiUrl, caFile, kubeconfigFile }: ControlPlane,
  { identity, kubernetes }: Plain<Environment>,
  idTokenOf: IdTokenOf,
): Promise<Proof[]> {
  if (identity === undefined || kubernetes === undefined)
    throw new Error("the proof needs an environment with identity and a namespace");
  const { namespace, client } = kubernetes;
  const agent = new Agent({ connect: { ca: readFileSync(caFile, "utf8") } });
  const administrator = new KubernetesApi(kubeconfigFile);
  /** The API server's answer to whoever has the token. */
  const ask = async (path: string, token?: string) => {
    const headers = token === undefined ? {} : { Authorization: `Bearer ${token}` };
    const answer = await fetch(`${apiUrl}/api/v1/namespaces/${path}`, { dispatcher: agent, headers });
    return { status: answer.status, body: await answer.text() };
  };
  const pods = `/api/v1/namespaces/${namespace}/pods`;
  try {
    const token = await idTokenOf(
      { issuer: identity.issuer, ...client, redirectUri: kubeloginRedirectUri },
      "alice",
    );
    return [
      await claim(`alice lists the pods of ${namespace} by her own login`, async () =>
        expectStatus(await ask(`${namespace}/pods`, token), 200),
      ),
      await claim("without a token nobody does", async () =>
        expectStatus(await ask(`${namespace}/pods`), 401),
      ),
      await claim("she reads no secrets there, and nothing of another namespace", async () => {
        expectStatus(await ask(`${namespace}/secrets`, token), 403);
        expectStatus(await ask("kube-system/pods", token), 403);
      }),
      await claim("a privileged pod is refused there, even to the cluster's administrator", async () => {
        const answer = await administrator.send("POST", `${pods}?dryRun=All`, podDocument(true));
        expectStatus(answer, 403, /violates PodSecurity/);
      }),
      await claim("a plain pod gets a node and is said to run", async () => {
        const pod = podDocument(false);
        expectStatus(await administrator.send("POST", pods, pod), 201);
        try {
          await untilRunning(administrator, `${pods}/${pod.metadata.name}`);
        } finally {
          await administrator.send("DELETE", `${pods}/${pod.metadata.name}`);
        }
      }),
    ];
  } finally {
    await administrator.close();
    await agent.close();
  }
}

/** A pod as the Pod Security Standard `restricted` has it, but for its container where that is to be privileged. */
function podDocument(privileged: boolean) {
  const securityContext = privileged ? { privileged } : containerSecurity;
  return {
    apiVersion: "v1",
    kind: "Pod",
    metadata: { name: `proof-${randomUUID()}` },
    spec: {
      securityContext: podSecurity,
      containers: [{ name: "proof", image: "localhost/proof", securityContext }],
    },
  };
}

async function untilRunning(administrator: KubernetesApi, path: string): Promise<void> {
  const deadline = Date.now() + patienceMs;
  for (;;) {
    const { body } = await administrator.send("GET", path);
    const { spec, status } = JSON.parse(body) as { spec: { nodeName?: string }; status: { phase: string } };
    if (status.phase === "Running" && spec.nodeName !== undefined) return;
    if (Date.now() > deadline) throw new Error(`it is ${status.phase}, with the node ${spec.nodeName}`);
    await wait(100);
  }
}

function expectStatus(answer: { status: number; body: string }, status: number, text = /^/): void {
  if (answer.status !== status || !text.test(answer.body))
    throw new Error(`the answer was ${answer.status}, not ${status}: ${answer.body}`);
}
