import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { AccessLine } from "../../components/cloud/access-line";
import { ensureEngine } from "../../sandbox/engine";
import { CloudClient } from "../support/cloud-client";
import { cloudInventory } from "../support/cloud-inventory";
import { InlineStack, type Run } from "../support/inline-stack";
import { buildLung, type LungOutputs, type LungWishes } from "../support/lung-project";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";

const access: AccessLine[] = [
  { to: "portal", port: 8080, from: { ranges: ["10.21.0.0/24"] }, why: "the edge's balancer" },
  { to: "store", port: [9000, 9001], from: { role: "portal" }, why: "objects" },
];
const wishes: LungWishes = { access, keepAddress: true };

/**
 * The real services of a cloud and the real engine, without machines: what the services were told, and for which calls
 * they take a credential. Which packets get through is not shown here.
 */
describe("the ground of a project on a real cloud", function () {
  this.timeout(5 * 60_000);
  let test: TestCloud;
  let operator: CloudClient;
  let watcher: CloudClient;
  let directory: string;
  let stack: InlineStack;
  let inventory: Record<string, string[]>;
  let outputs: LungOutputs;

  const up = async (changed: Partial<LungWishes> = {}): Promise<Run> => {
    const caFile = join(directory, "ca.crt");
    const run = await stack.up(async () => buildLung(test.cloud, caFile, { ...wishes, ...changed }));
    outputs = Object.fromEntries(
      Object.entries(run.outputs).map(([key, { value }]) => [key, value]),
    ) as unknown as LungOutputs;
    return run;
  };
  const owned = (path: string) => operator.list("network", `/v2.0/${path}?project_id=${operator.projectId}`);
  const byName = (things: Record<string, unknown>[], ...keys: string[]) =>
    Object.fromEntries(things.map((it) => [it.name, keys.map((key) => it[key])]));

  /** Rules of the project's groups as one line each, groups by their names. */
  async function rules(): Promise<string[]> {
    const groups = await owned("security-groups");
    const nameOf = (id: unknown): unknown => groups.find((it) => it.id === id)?.name;
    const lines = (await owned("security-group-rules")).map((it) =>
      [
        nameOf(it.security_group_id),
        it.direction,
        it.ethertype,
        `${it.protocol}:${it.port_range_min}-${it.port_range_max}`,
        it.remote_ip_prefix ?? nameOf(it.remote_group_id) ?? "anybody",
        `(${it.description})`,
      ].join(" "),
    );
    return lines.filter((line) => !line.startsWith("default ")).sort();
  }

  before(async function () {
    this.timeout(cloudTimeout);
    test = await testCloud(this);
    const { cloud, ca } = test;
    directory = mkdtempSync(join(tmpdir(), "spe-ground-"));
    writeFileSync(join(directory, "ca.crt"), ca);
    const password = readFileSync(cloud.other.passwordFile, "utf8");
    operator = await CloudClient.login(cloud.authUrl, ca, { ...cloud.other, password });
    inventory = await cloudInventory(operator);
    stack = await InlineStack.create(await ensureEngine(["openstack"]), directory);
    await up();
    const { credentialId, secret } = outputs;
    watcher = await CloudClient.login(cloud.authUrl, ca, { credentialId, secret });
  });

  after(async () => {
    await watcher?.close();
    await operator?.close();
    if (directory) rmSync(directory, { recursive: true });
  });

  it("is the same a second time, and as a refresh finds it", async () => {
    assert.deepEqual(Object.keys((await up()).changes), ["same"]);
    assert.deepEqual(Object.keys(await stack.refresh()), ["same"]);
  });

  it("is open by exactly these rules", async () => {
    const { siteAddress, resolvers } = test.cloud;
    const why = "(names of what may be reached outside)";
    assert.deepEqual(await rules(), [
      `lung-portal egress IPv4 tcp:443-443 ${siteAddress}/32 (the site's mirror)`,
      `lung-portal egress IPv4 tcp:53-53 ${resolvers[0]}/32 ${why}`,
      "lung-portal egress IPv4 tcp:9000-9001 lung-store (objects)",
      `lung-portal egress IPv4 udp:53-53 ${resolvers[0]}/32 ${why}`,
      "lung-portal ingress IPv4 tcp:8080-8080 10.21.0.0/24 (the edge's balancer)",
      "lung-store ingress IPv4 tcp:9000-9001 lung-portal (objects)",
    ]);
  });

  it("has networks that are watched for forged addresses, and belong to it alone", async () => {
    assert.deepEqual(byName(await owned("networks"), "port_security_enabled", "shared", "mtu"), {
      "lung-ground": [true, false, 1450],
      "lung-edge": [true, false, 1450],
    });
    assert.deepEqual(byName(await owned("subnets"), "cidr", "enable_dhcp", "dns_nameservers"), {
      "lung-ground": ["10.21.0.0/24", true, test.cloud.resolvers],
      "lung-edge": ["10.0.100.0/28", true, test.cloud.resolvers],
    });
  });

  it("has an edge whose ports are for the listed ranges, at an address of the DMZ", async () => {
    const listeners = await operator.list("load-balancer", "/v2/lbaas/listeners");
    assert.deepEqual(byName(listeners, "protocol", "protocol_port", "allowed_cidrs", "tls_versions"), {
      "lung-edge-443": ["TERMINATED_HTTPS", 443, ["198.18.0.0/15"], ["TLSv1.2", "TLSv1.3"]],
      "lung-edge-22": ["TCP", 22, ["198.18.0.0/22"], null],
    });
    const monitors = await operator.list("load-balancer", "/v2/lbaas/healthmonitors");
    assert.deepEqual(byName(monitors, "type", "delay", "timeout", "max_retries"), {
      "lung-edge-443": ["TCP", 5, 3, 3],
      "lung-edge-22": ["TCP", 5, 3, 3],
    });
    const [balancer] = await operator.list("load-balancer", "/v2/lbaas/loadbalancers");
    const [address] = await owned("floatingips");
    assert.equal(address?.floating_ip_address, outputs.address);
    assert.equal(address?.port_id, balancer?.vip_port_id);
  });

  /** What the services say to a call that the rules don't list: 401 in keystonemiddleware, 403 in Keystone itself. */
  const calls: [method: string, ...Parameters<CloudClient["list"]>, status: number][] = [
    ["GET", "compute", "/servers", 200],
    ["GET", "compute", "/servers/detail", 401],
    ["GET", "compute", "/flavors", 401],
    ["POST", "compute", "/servers", 401],
    ["GET", "network", "/v2.0/networks", 200],
    ["GET", "network", "/v2.0/ports", 401],
    ["POST", "network", "/v2.0/networks", 401],
    ["GET", "load-balancer", "/v2/lbaas/loadbalancers", 401],
    ["GET", "key-manager", "/v1/secrets", 401],
    ["GET", "identity", "/projects", 403],
  ];
  for (const [method, service, path, status] of calls) {
    const verdict = status === 200 ? "may" : "may not";
    it(`has a credential that ${verdict} ${method} ${path} of ${service}`, async () => {
      const body = method === "POST" ? {} : undefined;
      assert.equal((await watcher.send(method, service, path, body)).status, status);
    });
  }

  it("has a credential that makes no other, as its owner may", async () => {
    const path = `/users/${operator.userId}/application_credentials`;
    const body = { application_credential: { name: "another" } };
    assert.equal((await watcher.send("POST", "identity", path, body)).status, 403);
    const made = await operator.send("POST", "identity", path, body);
    assert.equal(made.status, 201);
    const { id } = made.body.application_credential as { id: string };
    assert.equal((await operator.send("DELETE", "identity", `${path}/${id}`)).status, 204);
  });

  it("follows its table, line by line", async () => {
    const earlier = await rules();
    const objects = { to: "store", port: 9000, from: { role: "portal" }, why: "objects, by S3 only" };
    const { changes } = await up({ access: [...access.slice(0, 1), objects] });
    const { same: _, ...changed } = changes;
    assert.deepEqual(changed, { create: 2, delete: 2 });
    assert.deepEqual(
      (await rules()).filter((line) => !earlier.includes(line)),
      [
        "lung-portal egress IPv4 tcp:9000-9000 lung-store (objects, by S3 only)",
        "lung-store ingress IPv4 tcp:9000-9000 lung-portal (objects, by S3 only)",
      ],
    );
    const reworded = { ...objects, why: "objects" };
    assert.equal((await up({ access: [...access.slice(0, 1), reworded] })).changes.replace, 2);
  });

  it("leaves nothing but its address, which the next one takes and then gives back", async () => {
    const { address } = outputs;
    await stack.destroy();
    const { "network floatingips": kept, ...others } = await cloudInventory(operator);
    const { "network floatingips": before, ...othersBefore } = inventory;
    assert.deepEqual(others, othersBefore);
    assert.equal(kept?.length, (before?.length ?? 0) + 1);

    await up({ address });
    const [floating] = await owned("floatingips");
    assert.deepEqual([floating?.floating_ip_address, floating?.id], [address, kept?.[0]]);
    assert.notEqual(floating?.port_id, null);
    await stack.destroy();
    assert.equal((await owned("floatingips"))[0]?.port_id, null);
    assert.equal((await operator.send("DELETE", "network", `/v2.0/floatingips/${floating?.id}`)).status, 204);
  });
});
