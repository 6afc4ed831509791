/** The OpenID provider of a MinIO server as a dynamic resource; runs in Pulumi's dynamic provider. */
import type { dynamic } from "@pulumi/pulumi";
import { roleArn } from "../naming";
import { MinioAdmin } from "./minio-admin";
import { MinioError } from "./minio-error";
import { isStorable, type OpenIdSettings } from "./openid-settings";

/** What the resource is made from; flat, as its state is. */
export interface LoginInputs {
  serverUrl: string;
  region: string;
  ca: string;
  accessKey: string;
  secretKey: string;
  /** Name of the provider in MinIO's configuration: letters, digits and `_`. */
  providerName: string;
  displayName: string;
  /** Discovery document of the issuer. */
  configUrl: string;
  clientId: string;
  clientSecret: string;
  /** Names of the policies that everybody who comes in by it has, joined by commas. */
  rolePolicy: string;
  /** Scopes that the console asks for, joined by commas. */
  scopes: string;
  redirectUri: string;
}

/** The inputs and the RoleArn that STS takes. */
export type LoginOutputs = LoginInputs & { roleArn: string };

/** Inputs → MinIO's names of the settings, which can be read back; the secret cannot. */
const settingNames = {
  displayName: "display_name",
  configUrl: "config_url",
  clientId: "client_id",
  rolePolicy: "role_policy",
  scopes: "scopes",
  redirectUri: "redirect_uri",
} as const satisfies Partial<Record<keyof LoginInputs, string>>;

type Readable = keyof typeof settingNames;
const readable = Object.keys(settingNames) as Readable[];

/** A new provider or client id is a new RoleArn. */
const identity = ["providerName", "clientId", "region"] as const;

/** A change of these is noted and changes nothing in the server. */
const connection = ["serverUrl", "ca", "accessKey", "secretKey"] as const;

/** Two environments that change the server's configuration at once can undo one another; then it is done again. */
const attempts = 3;

export const provider: dynamic.ResourceProvider<LoginInputs, LoginOutputs> = {
  async check(_olds, news) {
    // not the secret: Pulumi prints the value of a failure
    const failures = readable
      .filter((property) => news[property] === "" || !isStorable(news[property]))
      .map((property) => ({
        property,
        reason: 'it must be text without quotes, line ends and "<setting>="',
      }));
    return { inputs: news, failures };
  },

  async diff(_id, olds, news) {
    const differs = (key: keyof LoginInputs): boolean => olds[key] !== news[key];
    const replaces = identity.filter(differs);
    const changes = ([...readable, ...connection, "clientSecret"] as const).some(differs);
    return { changes: changes || replaces.length > 0, replaces, deleteBeforeReplace: true };
  },

  create: (inputs) =>
    administer(inputs, async (admin) => {
      const id = inputs.providerName;
      const outs = { ...inputs, roleArn: roleArn(inputs.region, inputs.clientId) };
      await refuseTaken(admin, outs);
      const add = () => admin.addOpenIdProvider(id, settingsOf(inputs)).catch(explainIssuer);
      await add();
      await apply(admin, inputs, add).catch((error: Error) => {
        // it is stored: the id makes Pulumi track it, so that the next run goes on with it
        throw Object.assign(error, { id, properties: outs, reasons: [error.message] });
      });
      return { id, outs };
    }),

  read: (id, state) =>
    administer(state as LoginOutputs, async (admin, old): Promise<dynamic.ReadResult<LoginOutputs>> => {
      const found = await admin.openIdProvider(id);
      // an empty id says that it is gone
      if (found === undefined) return { id: "" };
      const seen = Object.fromEntries(readable.map((key) => [key, found[settingNames[key]] ?? ""]));
      const props = { ...old, ...seen };
      return { id, props: { ...props, roleArn: roleArn(props.region, props.clientId) } };
    }),

  update: (id, olds, news) =>
    administer(news, async (admin) => {
      const isStored = ([...readable, "clientSecret"] as const).every((key) => olds[key] === news[key]);
      if (!isStored) {
        const exists = (await admin.openIdProvider(id)) !== undefined;
        const settings = settingsOf(news);
        const write = () =>
          (exists ? admin.updateOpenIdProvider(id, settings) : admin.addOpenIdProvider(id, settings)).catch(
            explainIssuer,
          );
        await write();
        await apply(admin, news, write);
      }
      return { outs: { ...news, roleArn: roleArn(news.region, news.clientId) } };
    }),

  delete: (id, state) =>
    administer(state, async (admin) => {
      if ((await admin.openIdProvider(id)) === undefined) return;
      await admin.removeOpenIdProvider(id);
      await admin.restart(async () => (await admin.openIdProvider(id)) === undefined);
    }),
};

/** Refuses what would take somebody else's provider, before anything is stored. */
async function refuseTaken(admin: MinioAdmin, wanted: LoginOutputs): Promise<void> {
  const refuse = (code: string, problem: string): never => {
    throw new MinioError(`MinIO at ${wanted.serverUrl} ${problem}`, code, 0);
  };
  const { region } = await admin.info();
  if (region !== wanted.region) {
    refuse(
      "WrongRegion",
      `has the region "${region}", not "${wanted.region}"; the RoleArn needs the server's own`,
    );
  }
  const others = (await admin.openIdProviders()).filter(({ enabled }) => enabled);
  if (others.some(({ name }) => name === wanted.providerName)) {
    refuse(
      "ProviderExists",
      `has an OpenID provider "${wanted.providerName}" that this environment did not make; remove it there or take another project id`,
    );
  }
  const sameClient = others.find(({ roleArn }) => roleArn === wanted.roleArn);
  if (sameClient) {
    refuse(
      "ClientTaken",
      `has the client "${wanted.clientId}" in its OpenID provider "${sameClient.name}"; remove that one`,
    );
  }
}

const settingsOf = (inputs: LoginInputs): OpenIdSettings => ({
  ...Object.fromEntries(readable.map((key) => [settingNames[key], inputs[key]])),
  client_secret: inputs.clientSecret,
  // the groups are in the token; from userinfo they would need a second token, which S3 clients do not send
  claim_userinfo: "off",
});

/** Restarts the server with what was written, and writes it again where somebody else's change undid it meanwhile. */
async function apply(admin: MinioAdmin, inputs: LoginInputs, write: () => Promise<void>): Promise<void> {
  for (let attempt = 1; attempt <= attempts; attempt += 1) {
    await admin.restart();
    const running = await admin.openIdProvider(inputs.providerName);
    if (readable.every((key) => running?.[settingNames[key]] === inputs[key])) return;
    await write();
  }
  const problem = `lost the OpenID provider "${inputs.providerName}" ${attempts} times; see that nobody else changes its configuration, then try again`;
  throw new MinioError(`MinIO at ${inputs.serverUrl} ${problem}`, "ProviderLost", 0);
}

/** MinIO asks the issuer of each provider before it stores one; what it says when one does not answer needs a hint. */
function explainIssuer(error: unknown): never {
  if (!(error instanceof MinioError) || error.code !== "XMinioAdminConfigBadJSON") throw error;
  const hint = "; check that the server reaches this issuer and trusts the CA of its certificate";
  throw new MinioError(`${error.message}${hint}`, error.code, error.status);
}

/** Gives an administrator's connection for one operation. */
async function administer<Inputs extends LoginInputs, Result>(
  inputs: Inputs,
  work: (admin: MinioAdmin, inputs: Inputs) => Promise<Result>,
): Promise<Result> {
  const { serverUrl: url, region, ca, accessKey, secretKey } = inputs;
  const admin = new MinioAdmin({ url, region, accessKey, secretKey, ...(ca === "" ? {} : { ca }) });
  try {
    return await work(admin, inputs);
  } finally {
    await admin.close();
  }
}
