import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { cloudAddresses } from "../../../sandbox/openstack/addresses";
import { writeConfiguration } from "../../../sandbox/openstack/configuration";
import { cloudFolder } from "../../../sandbox/openstack/folder";
import { formatIni } from "../../../sandbox/openstack/ini";
import { ensureCloudSecrets } from "../../../sandbox/openstack/secrets";
import { serviceServer } from "../../../sandbox/openstack/service-server";
import { services } from "../../../sandbox/openstack/services";
import { modeOf, useTemporaryFolder } from "../fixtures/temporary-folder";

describe("the cloud's services", () => {
  const temporary = useTemporaryFolder();
  const context = async (number = 3) => {
    const folder = cloudFolder(join(temporary(), "cloud"), "/run/spe3");
    return { folder, addresses: cloudAddresses(number), secrets: await ensureCloudSecrets(folder) };
  };
  const configurations = async (number?: number) => {
    const cloud = await context(number);
    return services.map(({ name, configuration }) => ({ name, text: formatIni(configuration(cloud)) }));
  };

  it("are these, on their usual ports below the ephemeral range", () => {
    assert.deepEqual(Object.fromEntries(services.map(({ name, port }) => [name, port])), {
      keystone: 5000,
      placement: 8778,
      glance: 9292,
      neutron: 9696,
      nova: 8774,
      cinder: 8776,
      octavia: 9876,
      barbican: 9311,
    });
  });

  it("name no address but their cloud's own", async () => {
    for (const { name, text } of await configurations()) {
      const addresses = [...text.matchAll(/\d+\.\d+\.\d+\.\d+/g)].map(([address]) => address);
      const foreign = addresses.filter((address) => !["127.18.3.1", "127.18.3.2"].includes(address));
      assert.deepEqual(foreign, [], name);
    }
  });

  it("listen behind the front alone", async () => {
    const listeners = /^(bind_host|osapi_\w+_listen) = (.*)$/gm;
    for (const { name, text } of await configurations()) {
      for (const [, option, address] of text.matchAll(listeners)) {
        assert.equal(address, "127.18.3.2", `${name} ${option}`);
      }
    }
    const cloud = await context();
    const bound = services
      .filter(({ runs }) => "wsgi" in runs)
      .map((service) => serviceServer(service, cloud).command.args.find((arg) => arg.startsWith("--bind")));
    assert.deepEqual(
      bound,
      ["5000", "8778", "9876", "9311"].map((port) => `--bind=127.18.3.2:${port}`),
    );
  });

  it("call each other as one user, whose password is in files of their owner's alone", async () => {
    const cloud = await context();
    await writeConfiguration(cloud);
    const { configuration } = cloud.folder;
    assert.equal(modeOf(configuration), "700");
    const holding = readdirSync(configuration).filter((name) => {
      assert.equal(modeOf(join(configuration, name)), "600", name);
      return readFileSync(join(configuration, name), "utf8").includes(cloud.secrets.service);
    });
    assert.deepEqual(holding.sort(), [
      "barbican.conf",
      "cinder.conf",
      "glance.conf",
      "neutron.conf",
      "nova.conf",
      "octavia.conf",
      "placement.conf",
    ]);
  });

  it("have no secret in what a process list shows", async () => {
    const cloud = await context();
    const secrets = Object.values(cloud.secrets);
    for (const service of services) {
      const { args, env } = serviceServer(service, cloud).command;
      const shown = [...args, ...Object.values(env)].join(" ");
      assert.deepEqual(
        secrets.filter((secret) => shown.includes(secret)),
        [],
      );
    }
  });

  it("are configured alike whatever the number, but for the addresses", async () => {
    const [one, other] = [await configurations(3), await configurations(4)];
    assert.deepEqual(
      other.map(({ text }) => text.replaceAll("127.18.4.", "127.18.3.")),
      one.map(({ text }) => text),
    );
  });
});
