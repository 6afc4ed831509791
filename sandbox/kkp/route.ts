import type { TokenRole } from "./settings";

/** A request that was let in. */
export interface KkpCall {
  /** Parts of the path by their names in the route's. */
  parts: Record<string, string>;
  /** Headers, their names in lower case. */
  headers: Record<string, string | undefined>;
  query: URLSearchParams;
  /** Undefined where there was none. */
  body: unknown;
}

/** An answer that is a success; text goes out as it is. */
export interface KkpAnswer {
  status: number;
  body?: object | string;
}

/** One call of the API. */
export interface Route {
  method: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  /** Path with named parts in braces. */
  path: string;
  /** The least role that a token must have. */
  role: Exclude<TokenRole, "owner">;
  /** Parameters of the query that it takes. @default none */
  query?: string[];
  answer(call: KkpCall): Promise<KkpAnswer>;
}

/** A version as numbers. */
export const versionParts = (version: string): [major: number, minor: number, patch: number] => {
  const [major = 0, minor = 0, patch = 0] = version.split(".").map(Number);
  return [major, minor, patch];
};
