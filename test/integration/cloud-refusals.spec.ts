import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { cloudProblems } from "../../infra/preflight/cloud";
import { parseSettings } from "../../infra/settings";
import { ensureEngine } from "../../sandbox/engine";
import { stackFile } from "../infra/settings/right-settings";
import { CloudClient } from "../support/cloud-client";
import { InlineStack, type Run } from "../support/inline-stack";
import { type LoneMachineWishes, loneMachine } from "../support/lone-machine";
import { makeKey } from "../support/ssh-server";
import { cloudTimeout, type TestCloud, testCloud } from "../support/test-cloud";
import { stateDir } from "../support/test-sandbox";

/** What an operator reads when a real cloud refuses, and that the run after the mend goes on. */
describe("a cloud that refuses", function () {
  this.timeout(8 * 60_000);
  let test: TestCloud;
  let operator: CloudClient;
  let admin: CloudClient;

  before(async function () {
    this.timeout(cloudTimeout);
    test = await testCloud(this);
    const { authUrl, userName, passwordFile, project, adminPasswordFile } = test.cloud;
    const login = (user: string, file: string, of: string) =>
      CloudClient.login(authUrl, test.ca, {
        userName: user,
        password: readFileSync(file, "utf8").trim(),
        project: of,
      });
    operator = await login(userName, passwordFile, project);
    admin = await login("admin", adminPasswordFile, "admin");
  });

  after(async () => {
    for (const service of ["compute", "volumev3"] as const)
      await admin?.send("DELETE", service, `/os-quota-sets/${operator.projectId}`);
    await operator?.close();
    await admin?.close();
  });

  const limit = async (service: "compute" | "volumev3", quota: Record<string, number | boolean>) => {
    const path = `/os-quota-sets/${operator.projectId}`;
    assert.equal((await admin.send("PUT", service, path, { quota_set: quota })).status, 200);
  };

  /** What the project may have of a service and has. */
  const absoluteLimits = async (service: "compute" | "volumev3"): Promise<Record<string, number>> => {
    const { body } = await operator.send("GET", service, "/limits");
    return (body.limits as { absolute: Record<string, number> }).absolute;
  };

  describe("is asked before anything is made, and", () => {
    /** Problems of the sandbox's environment, with settings of its section `cloud` changed. */
    async function problems(
      changes: Record<string, unknown> = {},
      secret = readFileSync(test.cloud.credential.secretFile, "utf8").trim(),
    ): Promise<string[]> {
      const sections = stackFile("sandbox");
      const { authUrl, region, credential } = test.cloud;
      const facts = { authUrl, region, credential: credential.id, cidr: "10.67.0.0/24" };
      const section = { ...(sections.cloud as object), ...facts, ...changes };
      const settings = parseSettings({ ...sections, cloud: section });
      assert.ok(settings.cloud);
      return cloudProblems({ ...settings, cloud: settings.cloud }, secret, test.ca);
    }
    const application = (path = "") => `/users/${operator.userId}/application_credentials${path}`;
    /** An application credential of the operator's. */
    async function credential(more: object = {}): Promise<{ id: string; secret: string }> {
      const { body } = await operator.send("POST", "identity", application(), {
        application_credential: { name: `refused-${Object.keys(more)}`, ...more },
      });
      return body.application_credential as { id: string; secret: string };
    }

    it("has nothing against the sandbox's environment", async () => {
      assert.deepEqual(await problems(), []);
    });

    it("says that the secret is wrong", async () => {
      const { authUrl, credential } = test.cloud;
      assert.deepEqual(await problems({}, "a-wrong-secret"), [
        `cloud.credential: Keystone at ${authUrl} refused the application credential "${credential.id}"; its secret is wrong, or its time is over, or its owner may no longer enter the project`,
      ]);
    });

    it("says that the credential's time is over", async () => {
      const expires = new Date(Date.now() + 2_000).toISOString().replace("Z", "");
      const { id, secret } = await credential({ expires_at: expires });
      let found: string[] = [];
      while (found.length === 0) {
        await wait(500);
        found = await problems({ credential: id }, secret);
      }
      assert.match(found.join("\n"), /^cloud\.credential: .* or its time is over,/);
      await operator.send("DELETE", "identity", application(`/${id}`));
    });

    it("says that the credential was revoked", async () => {
      const { id, secret } = await credential();
      assert.deepEqual(await problems({ credential: id }, secret), []);
      await operator.send("DELETE", "identity", application(`/${id}`));
      assert.deepEqual(await problems({ credential: id }, secret), [
        `cloud.credential: Keystone at ${test.cloud.authUrl} has no application credential "${id}"; it was revoked, or the id is another`,
      ]);
    });

    it("says which region, image and router it does not have, and what it has", async () => {
      assert.deepEqual(await problems({ region: "Elsewhere" }), [
        'cloud.region: the cloud has no region "Elsewhere"; it has Sandbox',
      ]);
      const [router, ...others] = await problems({ image: "Debian-13", router: "heart_router" });
      // other specs may have routers there
      assert.match(router ?? "", /^cloud\.router: the cloud has no router "heart_router"; it has /);
      assert.deepEqual(others, [
        'cloud.image: the cloud has no image "Debian-13"; it has Debian-12; did you mean "Debian-12"?',
      ]);
    });

    it("says which names of a site it does not have", async () => {
      assert.deepEqual(await problems({ site: "surf", image: "Debian-12" }), [
        'cloud.site: the cloud has no network to the outside "external" of the site surf; it has dmz, public',
        'cloud.bastion, cloud.machines[0].size: the cloud has no flavor "small", surf\'s small one; it has de.NBI default, de.NBI mini, de.NBI small, de.NBI tiny',
      ]);
    });

    it("says that an image is not whole, or there twice", async () => {
      const made: string[] = [];
      const image = async (name: string) => {
        const asked = { name, disk_format: "raw", container_format: "bare" };
        const { status, body } = await operator.send("POST", "image", "/v2/images", asked);
        assert.equal(status, 201);
        made.push(String(body.id));
      };
      await image("Debian-13");
      await image("Debian-12");
      const half = await problems({ image: "Debian-13" });
      const double = await problems();
      for (const id of made) await operator.send("DELETE", "image", `/v2/images/${id}`);
      assert.deepEqual(half, [
        'cloud.image: the image "Debian-13" is queued, and machines boot from an active one alone; give another, or wait for its upload',
      ]);
      assert.deepEqual(double, [
        'cloud.image: the cloud has the image "Debian-12" 2 times, and must have it once; have the others renamed',
      ]);
    });

    it("says that a network of the project has the range", async () => {
      const { body } = await operator.send("POST", "network", "/v2.0/networks", { network: { name: "lab" } });
      const { id } = body.network as { id: string };
      const subnet = { name: "lab", network_id: id, cidr: "10.67.0.0/26", ip_version: 4 };
      assert.equal((await operator.send("POST", "network", "/v2.0/subnets", { subnet })).status, 201);
      const found = await problems();
      await operator.send("DELETE", "network", `/v2.0/networks/${id}`);
      assert.deepEqual(found, [
        'cloud.cidr: 10.67.0.0/24 overlaps the subnet "lab" (10.67.0.0/26) of the project; give a free range',
      ]);
    });

    it("says which quotas are not enough", async () => {
      // other specs may have machines there
      const used = { ...(await absoluteLimits("compute")), ...(await absoluteLimits("volumev3")) };
      const instances = Number(used.totalInstancesUsed) + 1;
      const cores = Number(used.totalCoresUsed) + 1;
      const gigabytes = Number(used.totalGigabytesUsed) + 39;
      await limit("compute", { instances, cores });
      await limit("volumev3", { gigabytes });
      const found = await problems();
      await limit("compute", { instances: 20, cores: 40 });
      await limit("volumev3", { gigabytes: 2000 });
      const short = (what: string) =>
        `cloud: the project "heart-cloud" has ${what} are to be made for heart-bastion, heart-workbench; have the quota raised, or have fewer or smaller machines`;
      assert.deepEqual(found, [
        short(`1 of its ${instances} machines left, and 2`),
        short(`1 of its ${cores} cores left, and 2`),
        short(`39 of its ${gigabytes} GiB of volumes left, and 40`),
      ]);
      assert.deepEqual(await problems(), []);
    });
  });

  describe("in the middle of a run", () => {
    const directory = join(stateDir, "refusals");
    let publicKey: string;
    let stack: InlineStack;
    let workingDirectory: string;

    const up = (wishes: LoneMachineWishes): Promise<Run> => stack.up(loneMachine(test, publicKey, wishes));
    /** What a run that fails shows. */
    const failure = async (wishes: LoneMachineWishes): Promise<string> =>
      up(wishes).then(
        () => assert.fail("it should fail"),
        (error: Error) => error.message,
      );
    const find = async (service: "compute" | "volumev3", path: string, name: string) =>
      (await operator.list(service, path)).find((it) => it.name === name);
    const resetVolume = async (status: string) => {
      const volume = await find("volumev3", "/volumes", "spleen-store-data");
      const path = `/volumes/${volume?.id}/action`;
      const answer = await admin.send("POST", "volumev3", path, { "os-reset_status": { status } });
      assert.equal(answer.status, 202, JSON.stringify(answer.body));
    };

    before(async () => {
      mkdirSync(directory, { recursive: true });
      makeKey(join(directory, "operator"));
      publicKey = readFileSync(join(directory, "operator.pub"), "utf8");
      workingDirectory = process.cwd();
      // where the dynamic provider runs
      process.chdir(directory);
      stack = await InlineStack.create(await ensureEngine(["openstack"]), directory);
    });

    after(async () => {
      if (workingDirectory === undefined) return;
      await stack?.destroy();
      process.chdir(workingDirectory);
      rmSync(directory, { recursive: true });
    });

    it("names an image that it does not have", async () => {
      assert.match(
        await failure({ version: "1", image: "Debian-13" }),
        /the site has no image "Debian-13" for this project; give its name as the site shows it/,
      );
    });

    it("leaves an instance in ERROR where a quota ends its making, and has another in its place once it is raised", async () => {
      await limit("volumev3", { gigabytes: 10 });
      const message = await failure({ version: "1" });
      const broken = await find("compute", "/servers/detail", "spleen-store");
      await limit("volumev3", { gigabytes: 2000 });
      assert.match(message, /spleen-store[\s\S]*unexpected state 'ERROR'/);
      assert.equal(broken?.status, "ERROR");
      assert.match(JSON.stringify(broken?.fault), /exceeds allowed gigabytes quota/);
      const { changes, outputs } = await up({ version: "1" });
      const { same: _, ...others } = changes;
      assert.deepEqual(others, { replace: 1, create: 1 });
      assert.equal((await find("compute", "/servers/detail", "spleen-store"))?.status, "ACTIVE");
      assert.notEqual(outputs.instanceId?.value, broken?.id);
    });

    it("makes no difference afterwards", async () => {
      assert.deepEqual(Object.keys((await up({ version: "1" })).changes), ["same"]);
    });

    it("says which quota another machine in its place is above", async () => {
      // fewer than there are
      await limit("compute", { instances: 0, force: true });
      const message = await failure({ version: "2" });
      await limit("compute", { instances: 20 });
      assert.match(message, /Quota exceeded for instances/);
    });

    it("says that the data volume hangs in its detachment, and goes on once it is free", async () => {
      await resetVolume("detaching");
      const message = await failure({ version: "2" });
      assert.match(message, /Volume \S+ status must be available .* but the current status is detaching/);
      await resetVolume("available");
      await up({ version: "2" });
      assert.equal((await find("compute", "/servers/detail", "spleen-store"))?.status, "ACTIVE");
      assert.deepEqual(Object.keys((await up({ version: "2" })).changes), ["same"]);
    });

    it("has nothing left after destroy", async () => {
      await stack.destroy();
      for (const [service, path] of [
        ["compute", "/servers"],
        ["volumev3", "/volumes"],
      ] as const)
        assert.ok(!JSON.stringify(await operator.list(service, path)).includes("spleen"), path);
    });
  });
});
