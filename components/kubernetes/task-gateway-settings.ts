/** What the program of the gateway is told; a part of it, see `task-gateway-program.ts`. */
import { readFileSync } from "node:fs";

/** How people are told apart. */
export interface GatewayLogin {
  /** Issuer that tokens name. */
  issuer: string;
  /** Where the issuer says whose token it is; it also knows whom it has locked out since. */
  userInfoUrl: string;
  /** Whom tokens must be for. */
  audience?: string;
  /** Claim that lists a person's groups. */
  groupsClaim: string;
  /** Groups whose members are let in. */
  groups: string[];
}

/** What a gateway is told. */
export interface GatewaySettings {
  /** The server behind it, `http://funnel:8000`. */
  upstream: string;
  /** Path of the API, here and there: `/ga4gh/tes/v1`. */
  basePath: string;
  /** Left out, everybody who reaches it is let in. */
  login?: GatewayLogin;
  /** File with the `Authorization` for the server; left out, the server gets the person's own. */
  authorizationFile?: string;
  /** Tags that the server gets with each task. */
  tags: Record<string, string>;
  /** Parts of an executor that the server takes and then drops; a task that has one is refused. */
  droppedParts: string[];
  serviceInfo: Record<string, unknown>;
  /** What a task's inputs may begin with, `s3://heart-input/`. */
  inputPrefixes: string[];
  /** What a task's outputs may begin with. */
  outputPrefixes: string[];
  /** Images that its executors may run. */
  executorImages: string[];
}

/** Reads the settings that lie in a folder, a list a file and the rest in `settings.json`. */
export function readSettings(folder: string): GatewaySettings {
  const text = (file: string): string => readFileSync(`${folder}/${file}`, "utf8");
  const lines = (file: string): string[] =>
    text(file)
      .split("\n")
      .filter((line) => line !== "");
  return {
    ...(JSON.parse(text("settings.json")) as GatewaySettings),
    serviceInfo: JSON.parse(text("service-info.json")) as Record<string, unknown>,
    inputPrefixes: lines("inputPrefixes"),
    outputPrefixes: lines("outputPrefixes"),
    executorImages: lines("executorImages"),
  };
}
