import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import type { CloudAnswer, CloudClient } from "./cloud-client";

type Thing = Record<string, unknown> & { id: string };
type Service = Parameters<CloudClient["send"]>[1];

/** A machine and where it is. */
export interface PlainMachine {
  id: string;
  portId: string;
  fixed: string;
  floating: string;
}

/** How a command over ssh ended, and what it said. */
export interface Said {
  status: number | null;
  text: string;
}

/** Networks and machines of a project, made by the cloud's API alone: nothing of the program is in between. */
export class PlainProject {
  private readonly keyFile: string;

  /** @param directory folder of the test's own */
  constructor(
    private readonly client: CloudClient,
    directory: string,
    private readonly name: string,
  ) {
    this.keyFile = join(directory, `${name}.key`);
    execFileSync("ssh-keygen", ["-q", "-t", "ed25519", "-N", "", "-C", name, "-f", this.keyFile]);
  }

  /** Sends, and wants it to be taken. Gives what the answer is about. */
  async make(service: Service, path: string, body?: unknown, method = "POST"): Promise<Thing> {
    const answer = await this.client.send(method, service, path, body);
    assert.ok(answer.status < 300, `${method} ${path}: ${JSON.stringify(answer)}`);
    return (Object.values(answer.body)[0] ?? {}) as Thing;
  }

  remove(service: Service, path: string): Promise<CloudAnswer> {
    return this.client.send("DELETE", service, path);
  }

  /** A network with a way out, and a group whose machines may go anywhere. */
  async ground(cidr: string): Promise<{ network: string; group: string }> {
    const { name } = this;
    const key = readFileSync(`${this.keyFile}.pub`, "utf8");
    await this.make("compute", "/os-keypairs", { keypair: { name, public_key: key } });
    const network = await this.make("network", "/v2.0/networks", { network: { name } });
    const subnet = { name, network_id: network.id, ip_version: 4, cidr };
    const { id: subnet_id } = await this.make("network", "/v2.0/subnets", { subnet });
    const external_gateway_info = { network_id: await this.find("network", "/v2.0/networks", "public") };
    const router = await this.make("network", "/v2.0/routers", { router: { name, external_gateway_info } });
    const path = `/v2.0/routers/${router.id}/add_router_interface`;
    await this.make("network", path, { subnet_id }, "PUT");
    const group = await this.make("network", "/v2.0/security-groups", { security_group: { name } });
    return { network: network.id, group: group.id };
  }

  /** Opens tcp port 22 of the group. Gives the rule's id. */
  async openSsh(
    group: string,
    from: { remote_ip_prefix: string } | { remote_group_id: string },
  ): Promise<string> {
    const ports = { protocol: "tcp", port_range_min: 22, port_range_max: 22 };
    const rule = { security_group_id: group, direction: "ingress", ethertype: "IPv4", ...ports, ...from };
    return (await this.make("network", "/v2.0/security-group-rules", { security_group_rule: rule })).id;
  }

  /** A machine with a floating address, once it is active. */
  async boot(
    name: string,
    ground: { network: string; group: string },
    address?: string,
  ): Promise<PlainMachine> {
    const fixed_ips = address === undefined ? {} : { fixed_ips: [{ ip_address: address }] };
    const wanted = { network_id: ground.network, security_groups: [ground.group], name, ...fixed_ips };
    const port = await this.make("network", "/v2.0/ports", { port: wanted });
    const outside = await this.find("network", "/v2.0/networks", "public");
    const floatingip = { floating_network_id: outside, port_id: port.id };
    const { floating_ip_address } = await this.make("network", "/v2.0/floatingips", { floatingip });
    const server = await this.make("compute", "/servers", {
      server: {
        name,
        imageRef: await this.find("image", "/v2/images", "Debian-12"),
        flavorRef: await this.find("compute", "/flavors", "de.NBI tiny"),
        key_name: this.name,
        networks: [{ port: port.id }],
      },
    });
    await this.until(`${name} is active`, async () => (await this.status(server.id)) === "ACTIVE");
    const [{ ip_address }] = port.fixed_ips as [{ ip_address: string }];
    return { id: server.id, portId: port.id, fixed: ip_address, floating: String(floating_ip_address) };
  }

  async status(server: string): Promise<unknown> {
    return (await this.make("compute", `/servers/${server}`, undefined, "GET")).status;
  }

  /** Runs a command on a machine, from the host or from a namespace. */
  ssh({ floating }: PlainMachine, command: string, namespace?: string): Promise<Said> {
    const options = ["BatchMode=yes", "StrictHostKeyChecking=no", "UserKnownHostsFile=/dev/null"];
    const more = ["LogLevel=ERROR", "ConnectTimeout=3", "ServerAliveInterval=2", "ServerAliveCountMax=2"];
    const words = ["ssh", "-F", "none", "-i", this.keyFile, ...[...options, ...more].map((it) => `-o${it}`)];
    const all = [...(namespace ? ["nsenter", `--net=/run/netns/${namespace}`] : []), ...words];
    return new Promise((resolve, reject) => {
      const child = spawn(all[0] ?? "", [...all.slice(1), `debian@${floating}`, command], {
        stdio: ["ignore", "pipe", "pipe"],
      });
      let text = "";
      for (const stream of [child.stdout, child.stderr]) stream.on("data", (part) => (text += part));
      child.on("error", reject).on("close", (status) => resolve({ status, text: text.trim() }));
    });
  }

  /** Waits until it holds. */
  async until(what: string, holds: () => Promise<boolean>): Promise<void> {
    const deadline = Date.now() + 120_000;
    while (!(await holds())) {
      assert.ok(Date.now() < deadline, `waited in vain: ${what}`);
      await wait(300);
    }
  }

  private async find(service: Service, path: string, name: string): Promise<string> {
    const found = (await this.client.list(service, path)).find((it) => it.name === name);
    assert.ok(found, `the cloud has ${name}`);
    return String(found.id);
  }
}
