import assert from "node:assert/strict";
import type { AccessLine, EgressLine } from "../../../components/cloud/access-line";
import { securityRules } from "../../../components/cloud/security-rules";

const keys = (access: AccessLine[], egress: EgressLine[] = [], resolvers: string[] = []): string[] =>
  securityRules(access, egress, resolvers).map(({ role, key, ethertype }) => `${role} ${key} ${ethertype}`);
const why = "a reason";

describe("the rules of a ground's groups", () => {
  it("are none where nothing is said", () => assert.deepEqual(keys([], [], ["198.18.0.1"]), []));

  it("let each range in, in its own family", () => {
    assert.deepEqual(
      keys([{ to: "web", port: 443, from: { ranges: ["192.0.2.0/24", "2001:DB8::/32"] }, why }]),
      ["web in-tcp-443-from-192.0.2.0-24 IPv4", "web in-tcp-443-from-2001-db8---32 IPv6"],
    );
  });

  it("open a lane between roles at both ends", () => {
    assert.deepEqual(keys([{ to: "store", port: [9000, 9001], from: { role: "web" }, why }]), [
      "store in-tcp-9000-9001-from-web IPv4",
      "web out-tcp-9000-9001-to-store IPv4",
    ]);
  });

  it("open a lane inside a role in both directions", () => {
    assert.deepEqual(keys([{ to: "node", port: 53, protocol: "udp", from: { role: "node" }, why }]), [
      "node in-udp-53-from-node IPv4",
      "node out-udp-53-to-node IPv4",
    ]);
  });

  it("let a role out to what is listed, and to the resolvers, and no other role", () => {
    const lines: AccessLine[] = [{ to: "store", port: 9000, from: { role: "web" }, why }];
    assert.deepEqual(keys(lines, [{ from: "web", to: "198.18.0.10/32", port: 443, why }], ["198.18.0.1"]), [
      "store in-tcp-9000-from-web IPv4",
      "web out-tcp-9000-to-store IPv4",
      "web out-tcp-443-to-198.18.0.10-32 IPv4",
      "web out-udp-53-to-198.18.0.1-32 IPv4",
      "web out-tcp-53-to-198.18.0.1-32 IPv4",
    ]);
  });

  it("say once what two lines say", () => {
    const out = { from: "web", to: "198.18.0.1/32", port: 53, why };
    assert.deepEqual(
      securityRules([], [out], ["198.18.0.1"]).map(({ key, why }) => `${key}: ${why}`),
      [
        "out-tcp-53-to-198.18.0.1-32: a reason",
        "out-udp-53-to-198.18.0.1-32: names of what may be reached outside",
      ],
    );
  });
});
