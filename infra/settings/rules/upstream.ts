import { realmIssuer } from "../../../components/naming";
import { presets } from "../presets";
import type { Rule } from "./rule";

const { "ls-aai": lsAai } = presets;

const upstreamIsElsewhere: Rule = ({ identity }) => {
  const { realm, keycloak, upstream } = identity ?? {};
  if (!realm || !keycloak?.url || upstream?.issuer !== realmIssuer(keycloak.url, realm)) return [];
  return [
    {
      path: "identity.upstream.issuer",
      found: `"${upstream.issuer}"`,
      allowed: "another issuer: this one is the realm that is being made",
      example: lsAai.issuer,
    },
  ];
};

/** The issuer from the time of ELIXIR is still in many guides, and LS AAI's own is often copied without its slash. */
const lsAaiByPreset: Rule = ({ identity }) => {
  const issuer = identity?.upstream?.issuer;
  if (!issuer || issuer === lsAai.issuer) return [];
  if (!/^https:\/\/login\.(elixir-czech\.org|aai\.lifescience-ri\.eu)(\/|$)/.test(issuer)) return [];
  return [
    {
      path: "identity.upstream.issuer",
      found: `"${issuer}"`,
      allowed: `for Life Science Login the preset, whose issuer is ${lsAai.issuer}`,
      example: '{ preset: ls-aai, clientId: "4071" }',
    },
  ];
};

const opensTheProtocol: Rule = ({ identity }) => {
  const scopes = identity?.upstream?.scopes;
  if (!scopes || scopes.length === 0 || scopes.includes("openid") || scopes.includes(undefined)) return [];
  return [
    {
      path: "identity.upstream.scopes",
      found: `"${scopes.join(" ")}"`,
      allowed: "scopes with openid among them",
      example: "[openid, profile, email, eduperson_entitlement]",
    },
  ];
};

/** Rules of `identity.upstream`. */
export const upstreamRules: Rule[] = [upstreamIsElsewhere, lsAaiByPreset, opensTheProtocol];
