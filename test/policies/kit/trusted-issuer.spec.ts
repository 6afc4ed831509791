import assert from "node:assert/strict";
import type { PolicyResource } from "@pulumi/policy";
import { issuerProblem } from "../../../policies/kit/trusted-issuer";

const resource = (type: string, props: Record<string, unknown>) => ({ type, props }) as PolicyResource;
const realm = resource("keycloak:index/realm:Realm", { realm: "heart" });
const server = resource("pulumi:providers:keycloak", { url: "https://login.example.org" });
const own = "https://login.example.org/realms/heart";
const lifeScience = "https://login.aai.lifescience-ri.eu/oidc/";

describe("issuerProblem", () => {
  it("trusts the realms of the stack and the issuers that are listed, with and without a slash", () => {
    const resources = [realm, server];
    for (const issuer of [own, `${own}/`, lifeScience, lifeScience.slice(0, -1)])
      assert.equal(issuerProblem(issuer, { resources }), undefined, issuer);
    const issuers = ["https://idp.example.org"];
    assert.equal(issuerProblem("https://idp.example.org", { resources: [], issuers }), undefined);
  });

  it("trusts a realm whatever the address of its server has in it", () => {
    const proxied = resource(server.type, { url: "https://login.example.org/realms", basePath: "/realms" });
    const issuer = "https://login.example.org/realms/realms/realms/heart";
    assert.equal(issuerProblem(issuer, { resources: [realm, proxied] }), undefined);
    assert.notEqual(issuerProblem(own, { resources: [realm, proxied] }), undefined);
  });

  it("trusts no realm of a server that the stack does not name", () => {
    const problem = `is "${own}", which is neither a realm of the stack nor one of ${lifeScience}`;
    assert.equal(issuerProblem(own, { resources: [realm] }), problem);
    assert.equal(issuerProblem(own, { resources: [realm, resource(server.type, {})] }), problem);
    assert.equal(issuerProblem(own, { resources: [server] }), problem);
  });

  it("trusts nothing but https", () => {
    assert.equal(issuerProblem("http://a.example", { resources: [] }), 'is "http://a.example", not https');
    assert.equal(issuerProblem(undefined, { resources: [] }), "is not set");
  });
});
