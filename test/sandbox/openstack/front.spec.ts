import assert from "node:assert/strict";
import { cloudAddresses } from "../../../sandbox/openstack/addresses";
import { cloudFolder } from "../../../sandbox/openstack/folder";
import { frontConfiguration } from "../../../sandbox/openstack/front";

const secrets = {
  admin: "",
  service: "",
  operator: "",
  "other-operator": "",
  "key-encryption": "",
  balancers: "",
};
const cloud = { folder: cloudFolder("/cloud", "/run/spe1"), addresses: cloudAddresses(1), secrets };
const configuration = frontConfiguration(cloud, [{ name: "minio", port: 9443 }], "/tls/ca.crt");

/** The lines of a part of the configuration, trimmed. */
function part(name: string): string[] {
  const [, ...lines] = (
    configuration.split(/^(?=listen )/m).find((text) => text.startsWith(`listen ${name}\n`)) ?? ""
  )
    .trim()
    .split("\n");
  return lines.map((line) => line.trim());
}

const certificate = "ssl crt /cloud/tls/site.crt ssl-min-ver TLSv1.2";

describe("the cloud's TLS front", () => {
  it("passes each service's requests on, and says how they came", () => {
    assert.deepEqual(part("nova"), [
      `bind 127.18.1.1:8774 ${certificate}`,
      "http-request set-header X-Forwarded-Proto https",
      "server nova 127.18.1.2:8774",
    ]);
  });

  it("serves the mirror and the sandbox's servers inside the cloud's namespace alone", () => {
    assert.deepEqual(part("mirror"), [
      `bind 198.18.4.10:443 namespace spe1-cloud ${certificate}`,
      "server mirror 127.18.1.2:8080",
    ]);
    assert.deepEqual(part("relay-minio"), [
      `bind 198.18.4.10:9443 namespace spe1-cloud ${certificate}`,
      "server minio 127.0.0.1:9443 ssl verify required ca-file /tls/ca.crt",
    ]);
  });

  it("listens nowhere without TLS", () => {
    const binds = configuration.split("\n").filter((line) => line.trim().startsWith("bind "));
    assert.equal(binds.length, 10);
    for (const bind of binds) assert.ok(bind.endsWith(certificate), bind);
  });
});
