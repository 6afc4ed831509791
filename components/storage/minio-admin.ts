import { setTimeout as wait } from "node:timers/promises";
import { type AdminCall, MinioAdminChannel, unlessCode } from "./minio-admin-channel";
import { MinioError } from "./minio-error";
import type { MinioServer } from "./minio-request";
import { type OpenIdSettings, openIdText } from "./openid-settings";
import { type PersonAccess, readPeople } from "./person-access";

/** An OpenID provider as the running server has it; a stored change is seen only after a restart. */
export interface OpenIdProvider {
  /** `_` is the provider without a name. */
  name: string;
  enabled: boolean;
  /** Empty for a provider that is not enabled. */
  roleArn: string;
}

/** Longest wait for a server to answer again after a restart. */
const restartTimeoutMs = 60_000;

/** A restart whose gap nobody saw is over after this time; the gap begins within a second. */
const noticedMs = 3_000;

/** Administers a MinIO server through its admin API: what the S3 API cannot say. */
export class MinioAdmin {
  private readonly channel: MinioAdminChannel;

  constructor(private readonly server: MinioServer) {
    this.channel = new MinioAdminChannel(server);
  }

  /** What a server says of itself; the lightest call that proves address, certificate and credential. */
  async info(): Promise<{ deploymentId: string; region: string }> {
    const answer = await this.call({ does: "tell about itself", method: "GET", path: "info" });
    const { deploymentID, region = "" } = JSON.parse(answer) as { deploymentID: string; region?: string };
    return { deploymentId: deploymentID, region };
  }

  /** Whether the server's KMS has a key and can use it. */
  async hasKmsKey(key: string): Promise<boolean> {
    const answer = await this.call({
      does: `look at the KMS key "${key}"`,
      method: "GET",
      path: "kms/key/status",
      query: { "key-id": key },
    });
    return (JSON.parse(answer) as { "encryption-error"?: string })["encryption-error"] === undefined;
  }

  /** Makes a user of the server's own, or gives an existing one this secret key. */
  async addUser(accessKey: string, secretKey: string): Promise<void> {
    await this.call({
      does: `add the user "${accessKey}"`,
      method: "PUT",
      path: "add-user",
      query: { accessKey },
      body: JSON.stringify({ secretKey, status: "enabled" }),
    });
  }

  /** Gives a user policies, for example the built-in `consoleAdmin`; those it has already are no error. */
  async attachPolicies(accessKey: string, policies: string[]): Promise<void> {
    await this.call({
      does: `give the user "${accessKey}" the policies ${policies.join(", ")}`,
      method: "POST",
      path: "idp/builtin/policy/attach",
      body: JSON.stringify({ user: accessKey, policies }),
    }).catch(unlessCode("XMinioAdminPolicyChangeAlreadyApplied"));
  }

  /** Sets a part of the configuration, for example `api root_access=off`; most parts apply at once, others after a restart. */
  async setConfig(keyValues: string): Promise<void> {
    const [part = ""] = keyValues.split(" ");
    await this.call({
      does: `set its configuration of ${part}`,
      method: "PUT",
      path: "set-config-kv",
      body: keyValues,
    });
  }

  /** The OpenID providers that the running server has. */
  async openIdProviders(): Promise<OpenIdProvider[]> {
    const answer = await this.call({
      does: "list its OpenID providers",
      method: "GET",
      path: "idp-config/openid",
      sealedAnswer: true,
    });
    const listed = JSON.parse(answer) as { name: string; enabled: boolean; roleARN?: string }[] | null;
    return (listed ?? []).map(({ name, enabled, roleARN }) => ({ name, enabled, roleArn: roleARN ?? "" }));
  }

  /** Settings of an OpenID provider in the running server, the client secret left out; undefined when there is none. */
  async openIdProvider(name: string): Promise<OpenIdSettings | undefined> {
    const answer = await this.call({
      does: `show its OpenID provider "${name}"`,
      method: "GET",
      path: `idp-config/openid/${name}`,
      sealedAnswer: true,
    }).catch(unlessCode("XMinioAdminNoSuchConfigTarget"));
    if (answer === undefined) return undefined;
    const { info } = JSON.parse(answer) as { info: { key: string; value: string; isCfg: boolean }[] };
    return Object.fromEntries(info.filter(({ isCfg }) => isCfg).map(({ key, value }) => [key, value]));
  }

  /** Stores a new OpenID provider; a restart applies it. The server asks the discovery URL before it stores anything. */
  addOpenIdProvider(name: string, settings: OpenIdSettings): Promise<void> {
    return this.storeOpenIdProvider("PUT", `add the OpenID provider "${name}"`, name, settings);
  }

  /** Changes the given settings of an OpenID provider; a restart applies them. */
  updateOpenIdProvider(name: string, settings: OpenIdSettings): Promise<void> {
    return this.storeOpenIdProvider("POST", `change the OpenID provider "${name}"`, name, settings);
  }

  /** Removes an OpenID provider; a restart applies it. One that is not there is no error. */
  async removeOpenIdProvider(name: string): Promise<void> {
    await this.call({
      does: `remove the OpenID provider "${name}"`,
      method: "DELETE",
      path: `idp-config/openid/${name}`,
    }).catch(unlessCode("XMinioAdminNoSuchConfigTarget"));
  }

  /**
   * Restarts the server and waits until it answers again.
   * @param settled tells whether what the restart was to apply is there
   * @throws MinioError `RestartTimeout`, caused by what was last seen to go wrong
   */
  async restart(settled: () => Promise<boolean> = async () => true): Promise<void> {
    await this.call({
      does: "restart",
      method: "POST",
      path: "service",
      query: { action: "restart", "dry-run": "false", type: "2" },
    });
    const start = Date.now();
    // The old process answers for a moment more; the new one refuses connections, then says that it is not initialised.
    let gone = false;
    const settledNow = async (): Promise<boolean> =>
      (await this.answers()) && (gone || Date.now() - start > noticedMs) && (await settled());
    let cause: unknown;
    const refused = (error: unknown): boolean => {
      gone = true;
      cause = error;
      return false;
    };
    while (!(await settledNow().catch(refused))) {
      if (Date.now() - start > restartTimeoutMs) {
        const problem = `did not settle within ${restartTimeoutMs / 1000} s after a restart; check that every OpenID issuer of its configuration answers`;
        throw new MinioError(`MinIO at ${this.server.url} ${problem}`, "RestartTimeout", 0, { cause });
      }
      await wait(50);
    }
  }

  /** Whether users, policies and buckets are loaded; the health endpoints say nothing about that. */
  private async answers(): Promise<boolean> {
    await this.call({ does: "list its policies", method: "GET", path: "list-canned-policies" });
    await this.channel.listBuckets();
    return true;
  }

  /** The credentials of people who came in by any OpenID provider, those of one parent only when given. */
  async accessOfPeople(parent?: string): Promise<PersonAccess[]> {
    const answer = await this.call({
      does: "list the access keys of OpenID users",
      method: "GET",
      path: "idp/openid/list-access-keys-bulk",
      query: { listType: "all", allConfigs: "true", ...(parent ? { users: parent } : { all: "true" }) },
      sealedAnswer: true,
    }).catch(unlessCode("XMinioAdminNoSuchConfigTarget"));
    return readPeople(answer ?? "[]");
  }

  /** Removes an access key. */
  async removeAccessKey(accessKey: string): Promise<void> {
    await this.call({
      does: `remove the access key "${accessKey}"`,
      method: "DELETE",
      path: "delete-service-account",
      query: { accessKey },
    });
  }

  /** Ends all temporary credentials of a parent; an unknown parent is no error, so count before and after. */
  async revokeTemporary(parent: string): Promise<void> {
    await this.call({
      does: "revoke temporary credentials",
      method: "POST",
      // "builtin" takes the parent as it is; the server knows no provider "openid" here.
      path: "revoke-tokens/builtin",
      query: { user: parent, tokenRevokeType: "", fullRevoke: "true" },
    });
  }

  /** Closes the connections. */
  close(): Promise<void> {
    return this.channel.close();
  }

  private call(call: AdminCall): Promise<string> {
    return this.channel.call(call);
  }

  private async storeOpenIdProvider(
    method: "PUT" | "POST",
    does: string,
    name: string,
    settings: OpenIdSettings,
  ): Promise<void> {
    const body = openIdText(settings);
    await this.call({ does, method, path: `idp-config/openid/${name}`, body });
  }
}
