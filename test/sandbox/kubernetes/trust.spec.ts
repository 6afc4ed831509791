import assert from "node:assert/strict";
import { loopbackPorts } from "../../../sandbox/kubernetes/trust";

const login = (issuer: string, clientId: string) => ({ issuer, clientId, prefix: "oidc:heart:" });
const realm = "https://127.0.0.1:8443/realms/spe";

describe("the trust of the sandbox's API server", () => {
  it("reaches issuers on this machine's loopback by their ports, and others by itself", () => {
    const ports = loopbackPorts([
      login(realm, "a"),
      login(realm, "b"),
      login("https://localhost/realms/spe", "a"),
      login("https://192.0.2.1:9443", "a"),
    ]);
    assert.deepEqual(ports, [443, 8443]);
  });
});
