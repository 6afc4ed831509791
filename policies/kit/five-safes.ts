import type { PolicyComplianceFramework } from "@pulumi/policy";
import type { Safe } from "../../components/five-safes";

/** Where a rule comes from. */
export interface Sources {
  /** Id in the catalogue of controls, for example `D-01`. */
  control: string;
  /** Statements of SATRE v2.0.0 (Standard Architecture for Trusted Research Environments), for example `3.1.12`. */
  satre?: readonly string[];
  /** Any other sources, for example `EHDS 73(1)(b)` (Regulation (EU) 2025/327) or `RFC 9700 2.4`. */
  also?: readonly string[];
}

/** Puts a rule under one of the five safes, with what it rests on, as the policy SDK's framework metadata. */
export const fiveSafes = (
  safe: Safe,
  { control, satre = [], also = [] }: Sources,
): PolicyComplianceFramework => ({
  name: safe,
  version: "1",
  reference: control,
  specification: [...satre.map((statement) => `SATRE ${statement}`), ...also].join("; "),
});
