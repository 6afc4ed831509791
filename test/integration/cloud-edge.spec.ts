import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { cloudSites } from "../../components/cloud/cloud-sites";
import { Edge } from "../../components/cloud/edge";
import { EdgeCertificate } from "../../components/cloud/edge-certificate";
import type { EdgeListener } from "../../components/cloud/edge-listener";
import { Machine } from "../../components/cloud/machine";
import { ProjectGround } from "../../components/cloud/project-ground";
import { ensureEngine } from "../../sandbox/engine";
import { edgeCertificate } from "../support/edge-certificate";
import { askEdge, type EdgeQuestion } from "../support/edge-client";
import { InlineStack } from "../support/inline-stack";
import { makeKey } from "../support/ssh-server";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";

const project = {
  id: "liver",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0044",
  manager: "mona@example.org",
} as const;
const cidr = "10.22.0.0/24";
const hostName = "liver.example.org";

/** Answers with the headers that it is asked with. */
const service = `from http.server import *
import json
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        body = json.dumps({name.lower(): value for name, value in self.headers.items()}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)
ThreadingHTTPServer(("", 8080), Answer).serve_forever()
`;

/** A real balancer of Octavia's, carried by haproxy, before a real machine; the tests ask from outside the cloud. */
describe("an edge on a real cloud", function () {
  this.timeout(5 * 60_000);
  let test: TestCloud;
  let directory: string;
  let stack: InlineStack;
  let pem: Awaited<ReturnType<typeof edgeCertificate>>;
  let address: string;

  /** @param allowed who may reach port 8443; port 443 is for everybody at the site */
  const program = (allowed: string[]) => async () => {
    const { cloud, ca } = test;
    const { authUrl, region } = cloud;
    const { project: projectName, userName, passwordFile } = cloud.other;
    const password = pulumi.secret(readFileSync(passwordFile, "utf8"));
    const provider = new openstack.Provider("cloud", {
      ...{
        authUrl,
        region,
        userName,
        password,
        tenantName: projectName,
        cacertFile: join(directory, "ca.crt"),
      },
      ...{ userDomainName: "Default", projectDomainName: "Default" },
    });
    const opts = { providers: [provider] };
    const site = { ...cloudSites.sandbox, resolvers: cloud.resolvers, localDisksEncrypted: true };
    const access = [{ to: "portal", port: 8080, from: { ranges: [cidr] }, why: "the edge's balancer" }];
    const ground = new ProjectGround("liver-ground", { project, site, cidr, access }, opts);
    const portal = new Machine(
      "liver-portal",
      {
        project,
        site,
        ground,
        role: "portal",
        cloud: { authUrl, region, certificateAuthority: ca, projectName, userName, password },
        publicKey: readFileSync(join(directory, "operator.pub"), "utf8"),
        document: {
          files: [{ path: "/opt/portal.py", content: service }],
          units: [
            {
              name: "portal.service",
              content:
                "[Service]\nExecStart=/usr/bin/python3 /opt/portal.py\n[Install]\nWantedBy=multi-user.target\n",
            },
          ],
        },
      },
      opts,
    );
    const { containerRef } = new EdgeCertificate("liver-certificate", { project, ...pem }, opts);
    const listener = (port: number, allowedCidrs: string[]): EdgeListener => ({
      port,
      protocol: "TERMINATED_HTTPS",
      certificate: containerRef,
      allowedCidrs,
      memberPort: 8080,
      members: { portal: portal.address },
    });
    const listeners = [listener(443, ["198.18.0.0/15"]), listener(8443, allowed)];
    const edge = new Edge(
      "liver-edge",
      { project, site, ground, hostName, keepAddress: false, listeners },
      opts,
    );
    return { address: edge.address };
  };

  const ask = (port: number, version?: EdgeQuestion["version"]) =>
    askEdge({ address, port, hostName, ca: pem.certificate, ...(version ? { version } : {}) });

  /** The balancer asks its machines every 5 s, and has changes at once or a little later. */
  async function askUntil(expected: string, port: number): Promise<void> {
    for (let left = 30; (await ask(port)).said !== expected && left > 0; left--) await sleep(1_000);
    assert.equal((await ask(port)).said, expected);
  }

  before(async function () {
    this.timeout(cloudTimeout);
    test = await testCloud(this);
    directory = mkdtempSync(join(tmpdir(), "spe-edge-"));
    writeFileSync(join(directory, "ca.crt"), test.ca);
    pem = await edgeCertificate(hostName);
    makeKey(join(directory, "operator"));
    stack = await InlineStack.create(await ensureEngine(["openstack"]), directory);
    const { outputs } = await stack.up(program(["192.0.2.0/24"]));
    address = outputs.address?.value as string;
  });

  after(async () => {
    await stack?.destroy();
    if (directory) rmSync(directory, { recursive: true });
  });

  it("leads to the machine behind it, and tells it by whom and how it was asked", async () => {
    await askUntil("200", 443);
    const headers = JSON.parse((await ask(443)).body);
    assert.equal(headers["x-forwarded-proto"], "https");
    assert.equal(headers["x-forwarded-port"], "443");
    assert.match(headers["x-forwarded-for"], /^198\.1[89]\./);
  });

  it("speaks TLS 1.2 and 1.3, and nothing older", async () => {
    assert.equal((await ask(443, "TLSv1.3")).said, "200");
    assert.equal((await ask(443, "TLSv1.2")).said, "200");
    assert.equal((await ask(443, "TLSv1.1")).said, "EPROTO");
  });

  it("is silent to who is not listed, until the list has them, and again after", async () => {
    assert.equal((await ask(8443)).said, "silence");
    await stack.up(program(["192.0.2.0/24", "198.18.0.0/15"]));
    await askUntil("200", 8443);
    await stack.up(program(["192.0.2.0/24"]));
    await askUntil("silence", 8443);
    assert.equal((await ask(443)).said, "200");
  });

  it("answers at its own ports only", async () => assert.equal((await ask(8080)).said, "silence"));
});
