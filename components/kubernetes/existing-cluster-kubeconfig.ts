/** What a kubeconfig says that somebody gives, read as strictly as an environment needs it. Pure. */
import { X509Certificate } from "node:crypto";
import { isMap, parseDocument } from "yaml";

/** How to speak with an API server, and as whom. */
export interface ClusterAccess {
  /** Address of the API server without a slash at its end. */
  server: string;
  /** PEM of the authority that signed its certificate; those that Node knows where it is missing. */
  certificateAuthority?: string;
  /** Name in its certificate, where that is not the address's. */
  serverName?: string;
  credential: { token: string } | { certificate: string; key: string };
}

/** Why a kubeconfig cannot be used, and what to do; never carries a part of it that may be secret. */
export class KubeconfigError extends Error {
  override readonly name = "KubeconfigError";
}

type Fields = Record<string, unknown>;

/** How to get one that stands alone. */
const flatten = "kubectl config view --raw --flatten --minify";

/** Fields that are refused, with what they do and what to do instead. */
const refused: { of: "cluster" | "user"; field: string; does: string }[] = [
  {
    of: "user",
    field: "exec",
    does: "logs in by a program of its owner's machine; give one with the token of a service account",
  },
  {
    of: "user",
    field: "auth-provider",
    does: "logs in by a plugin of kubectl's; give one with the token of a service account",
  },
  {
    of: "user",
    field: "username",
    does: "logs in with a password, which Kubernetes no longer knows; give one with the token of a service account",
  },
  { of: "user", field: "as", does: "acts as somebody else; give one of the account that has the rights" },
  ...(
    [
      ["user", "tokenFile"],
      ["user", "client-certificate"],
      ["user", "client-key"],
      ["cluster", "certificate-authority"],
    ] as const
  ).map(([of, field]) => ({
    of,
    field,
    does: `names a file of its owner's machine; give the output of: ${flatten}`,
  })),
  {
    of: "cluster",
    field: "insecure-skip-tls-verify",
    does: "trusts whoever answers; give certificate-authority-data",
  },
  {
    of: "cluster",
    field: "proxy-url",
    does: "goes through a proxy; give an address of the API server that is reached without",
  },
];

/**
 * Reads a kubeconfig's current context.
 * @param now for the end of credentials that say when it is
 * @throws KubeconfigError
 */
export function readKubeconfig(text: string, now = new Date()): ClusterAccess {
  const config = parse(text);
  const contexts = named(config, "contexts", "context");
  const current = String(config["current-context"] ?? "");
  const context = contexts[current];
  if (context === undefined)
    throw new KubeconfigError(
      `has ${current === "" ? "no current-context" : `the current-context "${current}", which it does not define`}; set it to one of: ${Object.keys(contexts).join(", ") || "none is defined"}`,
    );
  const cluster = part(config, "cluster", context);
  const user = part(config, "user", context);
  for (const { of, field, does } of refused)
    if (isSet((of === "user" ? user : cluster)[field])) throw new KubeconfigError(`${does} (${of}.${field})`);
  const certificateAuthority = decoded(cluster, "certificate-authority-data");
  const serverName = cluster["tls-server-name"];
  return {
    server: serverOf(cluster),
    ...(certificateAuthority === undefined ? {} : { certificateAuthority }),
    ...(typeof serverName === "string" ? { serverName } : {}),
    credential: credentialOf(user, now),
  };
}

function parse(text: string): Fields {
  const document = parseDocument(text, { prettyErrors: true });
  const [error] = document.errors;
  // its message would quote the line
  if (error !== undefined)
    throw new KubeconfigError(`is no YAML (line ${error.linePos?.[0].line ?? 1}); give the file as it is`);
  const config = isMap(document.contents) ? (document.toJS() as Fields) : {};
  if (config.kind !== "Config" || config.apiVersion !== "v1")
    throw new KubeconfigError(
      'is none: it lacks apiVersion "v1" and kind "Config"; give the content of the file, not its path',
    );
  return config;
}

/** The entries of a list by their names. */
function named(config: Fields, list: string, key: string): Record<string, Fields> {
  const entries = Array.isArray(config[list]) ? (config[list] as Fields[]) : [];
  return Object.fromEntries(
    entries.flatMap((entry) =>
      isFields(entry) && isFields(entry[key]) ? [[String(entry.name), entry[key]]] : [],
    ),
  );
}

function part(config: Fields, key: "cluster" | "user", context: Fields): Fields {
  const found = named(config, `${key}s`, key)[String(context[key])];
  if (found === undefined)
    throw new KubeconfigError(
      `does not define the ${key} of its current context; give the output of: ${flatten}`,
    );
  return found;
}

function serverOf({ server }: Fields): string {
  if (typeof server === "string" && URL.parse(server)?.protocol === "https:")
    return server.replace(/\/+$/, "");
  throw new KubeconfigError("has no https address as cluster.server; give that of the API server");
}

function credentialOf(user: Fields, now: Date): ClusterAccess["credential"] {
  if (typeof user.token === "string" && user.token !== "") {
    refuseEnded("token", endOfToken(user.token), now);
    return { token: user.token };
  }
  const certificate = decoded(user, "client-certificate-data");
  const key = decoded(user, "client-key-data");
  if (certificate === undefined || key === undefined)
    throw new KubeconfigError("has neither a token nor a client's certificate with its key; add one of them");
  refuseEnded("client's certificate", endOfCertificate(certificate), now);
  return { certificate, key };
}

function refuseEnded(what: string, end: Date | undefined, now: Date): void {
  if (end !== undefined && end <= now)
    throw new KubeconfigError(
      `has a ${what} that ended on ${end.toISOString().slice(0, 10)}; make a new one`,
    );
}

/** When a token ends; unknown where it is not one that says so. */
function endOfToken(token: string): Date | undefined {
  try {
    const { exp } = JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString()) as Fields;
    return typeof exp === "number" ? new Date(exp * 1000) : undefined;
  } catch {
    return undefined;
  }
}

function endOfCertificate(pem: string): Date {
  try {
    return new X509Certificate(pem).validToDate;
  } catch {
    throw new KubeconfigError("has no certificate as user.client-certificate-data; give the file as it is");
  }
}

/** PEM that stands in base64. */
function decoded(fields: Fields, key: string): string | undefined {
  const value = fields[key];
  if (!isSet(value)) return undefined;
  const pem = Buffer.from(String(value), "base64").toString();
  if (!pem.startsWith("-----BEGIN "))
    throw new KubeconfigError(`has no PEM in base64 as ${key}; give the file as it is`);
  return pem;
}

const isSet = (value: unknown): boolean => ![undefined, null, "", false].includes(value as string);

const isFields = (value: unknown): value is Fields => typeof value === "object" && value !== null;
