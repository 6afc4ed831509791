/** A MinIO whose people all have two policies that a spec rewrites: an OpenID provider of the spec's own, on the shared server. */
import { readFileSync } from "node:fs";
import { CreateBucketCommand, DeleteBucketCommand } from "@aws-sdk/client-s3";
import { roleArn, stsParent } from "../../components";
import { policyDocument } from "../../components/storage/policy-document";
import type { StoreIdentity } from "../../components/storage/request-facts";
import { assumeRole, type StoreEndpoint, type StoreKeys } from "../../sandbox/clients/object-store-clients";
import { sandboxFolder } from "../../sandbox/folder";
import { type OidcIssuer, startOidcIssuer } from "./oidc-issuer";
import { caseObjects } from "./policy-cases";
import { type CaseDocument, caseBuckets } from "./policy-documents";
import { s3Requests } from "./s3-requests";
import { adminAnswer } from "./store-admin-request";
import { StoreAdministrator } from "./store-administrator";
import type { TestSandbox } from "./test-sandbox";

const provider = "evaluation";
const clientId = `${provider}-store`;
const policyNames = [`${provider}-1`, `${provider}-2`] as const;

/** Somebody with a token, and keys bought with it. */
export interface TokenHolder {
  identity: StoreIdentity;
  token: string;
  keys: StoreKeys;
}

/** The server with its provider, its policies and the buckets of the cases. */
export class PolicyServer {
  readonly endpoint: StoreEndpoint;

  private constructor(
    private readonly issuer: OidcIssuer,
    private readonly administrator: StoreAdministrator,
    { sandbox, ca }: TestSandbox,
  ) {
    this.endpoint = { url: sandbox.minio.url, ca };
  }

  static async start(test: TestSandbox): Promise<PolicyServer> {
    const { tls } = sandboxFolder(test.sandbox.stateDir);
    const pem = (file: string): string => readFileSync(file, "utf8");
    const issuer = await startOidcIssuer({ cert: pem(tls.certificate), key: pem(tls.key) });
    const server = new PolicyServer(issuer, new StoreAdministrator(test), test);
    try {
      await server.setUp(test.sandbox.minio.consoleUrl);
    } catch (error) {
      await issuer.close(); // else it would keep the process
      throw error;
    }
    return server;
  }

  private async setUp(consoleUrl: string): Promise<void> {
    const { admin, s3 } = this.administrator;
    await admin.addOpenIdProvider(provider, {
      config_url: `${this.issuer.issuer}/.well-known/openid-configuration`,
      client_id: clientId,
      client_secret: "never-asked-for",
      role_policy: policyNames.join(","),
      scopes: "openid",
      redirect_uri: `${consoleUrl}/oauth_callback`,
      claim_userinfo: "off",
    });
    await admin.restart();
    for (const Bucket of caseBuckets) {
      await s3.send(new CreateBucketCommand({ Bucket }));
      for (const key of caseObjects) await s3Requests.put(s3, Bucket, key);
    }
  }

  /** Gives everybody who comes in by the provider these policies, and those whom they let in already as well. */
  async setPolicies(documents: readonly CaseDocument[]): Promise<Record<string, CaseDocument>> {
    const named = Object.fromEntries(documents.map((document, i) => [policyNames[i] ?? "", document]));
    for (const [name, plainBody] of Object.entries(named))
      await this.administer("PUT", `add-canned-policy?name=${name}`, plainBody);
    return named;
  }

  /** Somebody of whom the issuer says this. */
  async letIn(claims: Readonly<Record<string, unknown>>): Promise<TokenHolder> {
    const said = { ...claims, iss: this.issuer.issuer, aud: clientId };
    const token = await this.issuer.token(said);
    const userName = stsParent(String(claims.sub), this.issuer.issuer);
    return { identity: { userName, claims: said }, token, keys: await this.buy(token) };
  }

  /** Buys keys with a token. */
  buy(token: string, seconds?: number): Promise<StoreKeys> {
    return assumeRole(this.endpoint, roleArn("", clientId), token, seconds);
  }

  /** Removes an access key that somebody made. */
  removeAccessKey(accessKey: string): Promise<void> {
    return this.administrator.admin.removeAccessKey(accessKey);
  }

  /** Takes everything away again; the provider before its issuer, without which a server that starts knows no users. */
  async stop(): Promise<void> {
    const { admin, s3 } = this.administrator;
    // MinIO takes NotAction, stores an empty Action beside it, cannot read that when it starts, and then knows no users
    await this.setPolicies(policyNames.map(() => policyDocument([])));
    await admin.removeOpenIdProvider(provider);
    await admin.restart(async () => (await admin.openIdProvider(provider)) === undefined);
    for (const name of policyNames) await this.administer("DELETE", `remove-canned-policy?name=${name}`);
    for (const Bucket of caseBuckets) {
      await this.administrator.emptyBucket(Bucket);
      await s3.send(new DeleteBucketCommand({ Bucket }));
    }
    await this.administrator.close();
    await this.issuer.close();
  }

  private async administer(method: "PUT" | "DELETE", path: string, plainBody?: object): Promise<void> {
    const answer = await adminAnswer(this.endpoint, this.administrator.keys, { method, path, plainBody });
    if (answer !== "allowed") throw new Error(`${path}: ${answer} ${JSON.stringify(plainBody)}`);
  }
}
