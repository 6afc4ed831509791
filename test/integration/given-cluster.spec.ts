import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { Agent, fetch } from "undici";
import { kubeloginRedirectUri } from "../../components/naming";
import { Browserless, type OidcClient } from "../../sandbox/clients/browserless-login";
import { Deployment } from "../../sandbox/deployment";
import { ensureEngine } from "../../sandbox/engine";
import { environmentOutputs } from "../../sandbox/plain-outputs";
import { lungsSections, openLungs } from "../support/second-environment";
import { kubernetesTimeout, type TestKubernetes, testKubernetes } from "../support/test-kubernetes";
import { credentialsOf, type TestEnvironment, testEnvironment } from "../support/test-sandbox";

const namespace = "lungs-tasks";

/** An environment whose settings name a cluster that is there, from the settings to what its people may do, all real. */
describe("an environment on a given cluster", function () {
  this.timeout(3 * 60_000);
  let test: TestKubernetes;
  let heart: TestEnvironment;
  let lungs: Deployment;
  let agent: Agent;

  /** The environment with a cluster of this version. */
  const withCluster = async (version: string): Promise<Deployment> => {
    const sections = {
      ...lungsSections(heart),
      kubernetes: { existing: { version, networkPoliciesEnforced: true } },
    };
    const secrets = { "spe:kubeconfig": readFileSync(test.kubernetes.kubeconfigFile, "utf8") };
    return Deployment.open(heart.sandbox, heart.engine, { stackName: "lungs", sections, secrets });
  };
  const namespaces = async (): Promise<string[]> =>
    (await test.kubectl(["get", "namespaces", "--output=name"])).output.split("\n");

  before(async function () {
    this.timeout(kubernetesTimeout);
    test = await testKubernetes(this);
    heart = await testEnvironment();
    agent = new Agent({ connect: { ca: test.kubernetes.certificateAuthority } });
    await ensureEngine(["kubernetes"]);
    lungs = await openLungs(heart); // with the secrets of the servers
  });

  after(async () => {
    await agent?.close();
    if (lungs === undefined) return;
    lungs.unprotect();
    await lungs.destroy();
  });

  it("is refused where the cluster has another version, before anything is made", async () => {
    lungs = await withCluster("1.35.0");
    await assert.rejects(lungs.up(), /it is Kubernetes 1\.36\.\d+, not some 1\.35: /);
    assert.deepEqual(await environmentOutputs(lungs), {});
    assert.ok(!(await namespaces()).includes(`namespace/${namespace}`));
  });

  it("comes up with a namespace there, and is the same a second time", async () => {
    lungs = await withCluster("1.36.0");
    await lungs.up();
    assert.ok((await namespaces()).includes(`namespace/${namespace}`));
    assert.deepEqual(Object.keys((await lungs.up()).changes), ["same"]);
  });

  it("gives its people what their role may, by their own login, and others nothing", async () => {
    const { identity, kubernetes } = await environmentOutputs(lungs);
    assert.ok(identity && kubernetes);
    assert.deepEqual([kubernetes.apiEndpoint, kubernetes.namespace], [test.kubernetes.apiUrl, namespace]);
    const { clientId, clientSecret } = kubernetes.client;
    const client: OidcClient = {
      issuer: identity.issuer,
      clientId,
      clientSecret,
      redirectUri: kubeloginRedirectUri,
    };
    await test.kubernetes.trust({
      issuer: identity.issuer,
      clientId,
      prefix: "oidc:lungs:",
      certificateAuthority: heart.ca,
    });
    const login = await new Browserless(heart.ca).login(client, credentialsOf(heart.sandbox, "dave"));
    assert.ok(login.entered, JSON.stringify(login));
    const status = async (what: string, token?: string): Promise<number> =>
      (
        await fetch(`${test.kubernetes.apiUrl}/api/v1/namespaces/${what}`, {
          dispatcher: agent,
          headers: token === undefined ? {} : { Authorization: `Bearer ${token}` },
        })
      ).status;
    const { idToken } = login.tokens;
    assert.deepEqual(
      [
        await status(`${namespace}/pods`, idToken),
        await status(`${namespace}/secrets`, idToken),
        await status("kube-system/pods", idToken),
        await status(`${namespace}/pods`),
      ],
      [200, 403, 403, 401],
    );
  });

  it("goes and leaves nothing on the cluster", async () => {
    lungs.unprotect();
    await lungs.destroy();
    assert.ok(!(await namespaces()).includes(`namespace/${namespace}`));
  });
});
