/** Files that Pulumi copies to machines: what they are, and whether they are more than configuration. */
import { existsSync, statSync } from "node:fs";
import { basename } from "node:path";
import { field } from "./field";
import { matchesPattern } from "./pattern";

/** A file on this machine, a text, or something that is neither. */
export type CopiedFile = { path: string } | { text: string; path: string } | { kind: string };

/** What a file of configuration may be. */
export interface Limits {
  /** Patterns for its name. */
  configFiles: string[];
  maxBytes: number;
}

const extensions =
  "cfg cnf conf crt env ini j2 json list pem properties pub repo rules service sh timer toml yaml yml";

/** Limits where nothing else is configured. */
export const defaultLimits: Limits = {
  configFiles: [
    ...extensions.split(" ").map((extension) => `*.${extension}`),
    ...["authorized_keys", "exports", "fstab", "hosts", "known_hosts"],
  ],
  maxBytes: 65_536,
};

/** What an asset or archive of Pulumi is; a text has the name of where it is copied to. */
export async function assetOf(source: unknown, remotePath: unknown): Promise<CopiedFile> {
  // assets hold promises, which do not work inside of the proxy that the SDK wraps properties in
  const asset = field(source, "__getSpecialProxyTarget") ?? source;
  const isAsset = field(asset, "__pulumiAsset") === true;
  const text = await field(asset, "text");
  if (isAsset && typeof text === "string") return { text, path: String(remotePath ?? "") };
  const path = await field(asset, "path");
  if (isAsset && typeof path === "string") return { path };
  return { kind: isAsset ? "a download" : "a folder or an archive" };
}

/** What makes a file more than configuration, or undefined. */
export function copyProblem(file: CopiedFile, { configFiles, maxBytes }: Limits): string | undefined {
  if ("kind" in file) return `is of ${file.kind}, not of a single file`;
  const name = basename(file.path);
  if (!configFiles.some((pattern) => matchesPattern(pattern, name.toLowerCase())))
    return `is of "${name}", which is not named as configuration`;
  const bytes = "text" in file ? Buffer.byteLength(file.text) : sizeOf(file.path);
  if (bytes === undefined)
    return `is of "${file.path}", which is not found here, so that nobody knows its size`;
  return bytes > maxBytes ? `is of ${bytes} bytes, more than ${maxBytes}` : undefined;
}

const sizeOf = (path: string): number | undefined => (existsSync(path) ? statSync(path).size : undefined);
