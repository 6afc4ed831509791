import { request } from "node:https";
import type { LookupFunction } from "node:net";
import { DEFAULT_CIPHERS, type SecureVersion } from "node:tls";

/** One question to an edge. */
export interface EdgeQuestion {
  /** Where the name leads, of which nobody has a record here. */
  address: string;
  port: number;
  /** Name in the edge's certificate. */
  hostName: string;
  /** PEM of the authority that signed the certificate. */
  ca: string;
  /** The only version of TLS that is spoken. @default any that both sides know */
  version?: SecureVersion;
}

/** What it said. */
export interface EdgeAnswer {
  /** The status, `200`, or the code of the error that the connection ended with. */
  said: string;
  body: string;
}

/** Asks an edge by https. */
export function askEdge({ address, hostName, version, ...to }: EdgeQuestion): Promise<EdgeAnswer> {
  // OpenSSL offers old versions only at its lowest level
  const ciphers = `${DEFAULT_CIPHERS}:@SECLEVEL=0`;
  const versions = version && { minVersion: version, maxVersion: version, ciphers };
  const lookup: LookupFunction = (_name, _options, found) => found(null, [{ address, family: 4 }]);
  return new Promise((resolve) => {
    const asked = request({ ...to, ...versions, host: hostName, lookup, timeout: 3_000, agent: false });
    asked.on("response", (answer) => {
      let body = "";
      answer.setEncoding("utf8").on("data", (part: string) => {
        body += part;
      });
      answer.on("end", () => resolve({ said: String(answer.statusCode), body }));
    });
    asked.on("timeout", () => asked.destroy(Object.assign(new Error("no answer"), { code: "silence" })));
    asked.on("error", (error: NodeJS.ErrnoException) => resolve({ said: String(error.code), body: "" }));
    asked.end();
  });
}
