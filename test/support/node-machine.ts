import assert from "node:assert/strict";
import { mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { Bastion } from "../../components/cloud/bastion";
import { cloudSites } from "../../components/cloud/cloud-sites";
import { Machine } from "../../components/cloud/machine";
import type { MachineConnection, SshLogin } from "../../components/cloud/machine-connection";
import { ProjectGround } from "../../components/cloud/project-ground";
import type { ProjectFacts } from "../../components/five-safes";
import { ensureEngine } from "../../sandbox/engine";
import { InlineStack } from "./inline-stack";
import { MachineShell, type ShellAnswer, type ShellLogin } from "./machine-shell";
import { makeKey } from "./ssh-server";
import type { TestCloud } from "./test-cloud";
import { stateDir } from "./test-sandbox";

interface Outputs {
  bastion: string;
  node: string;
  bastionKey: string;
  nodeKey: string;
  hostKeys: string[];
}

/** A machine of a project of its own, reached through a bastion, on which a spec tries components that work over SSH. */
export class NodeMachine {
  private constructor(
    /** Folder of the spec's own; keys that `makeKey` made lie there. */
    readonly directory: string,
    private readonly stack: InlineStack,
    private readonly outputs: Outputs,
    private readonly shell: MachineShell,
  ) {}

  /**
   * Makes it and waits until it is ready.
   * @param projectId tells apart the projects of specs
   * @param third octet of its network, 10.62.<third>.0/24
   * @param ports of the site's servers that it may reach
   */
  static async start(
    test: TestCloud,
    projectId: string,
    third: number,
    ports: number[],
  ): Promise<NodeMachine> {
    const directory = join(stateDir, projectId);
    mkdirSync(directory, { recursive: true });
    makeKey(join(directory, "operator"));
    const engine = await ensureEngine(["openstack", "command"]);
    const { stack, outputs } = await within(directory, async () => {
      const stack = await InlineStack.create(engine, directory);
      const { outputs } = await stack.up(program(test, directory, projectId, third, ports));
      return { stack, outputs };
    });
    const plain = Object.fromEntries(
      Object.entries(outputs).map(([key, { value }]) => [key, value]),
    ) as Outputs;
    return new NodeMachine(directory, stack, plain, new MachineShell(directory, plain.hostKeys));
  }

  /** Makes a key pair; gives the public one. */
  makeKey(name: string): string {
    makeKey(join(this.directory, name));
    return readFileSync(join(this.directory, `${name}.pub`), "utf8").trim();
  }

  /** How a program reaches it. */
  connection(): MachineConnection {
    const { bastion, bastionKey, node, nodeKey } = this.outputs;
    const privateKey = pulumi.secret(readFileSync(join(this.directory, "operator"), "utf8"));
    const login = (host: string, hostKey: string): SshLogin => ({ host, user: "spe", privateKey, hostKey });
    return { ...login(node, nodeKey), proxy: login(bastion, bastionKey) };
  }

  /** Runs a command as somebody who has a key there. */
  as(user: string, command: string, key = user): ShellAnswer {
    const { node, bastion } = this.outputs;
    const proxy: ShellLogin = { host: bastion, user: "spe", keyFile: join(this.directory, "operator") };
    return this.shell.run({ host: node, user, keyFile: join(this.directory, key), proxy }, command);
  }

  /** Runs a command as root, which must succeed; gives what it said. */
  root(command: string): string {
    const quoted = command.replaceAll("'", `'\\''`);
    const { status, text } = this.as("spe", `sudo sh -c '${quoted}'`, "operator");
    assert.equal(status, 0, text);
    return text;
  }

  /** Restarts it and waits until it lets people in again. */
  async reboot(): Promise<void> {
    const before = this.root("cat /proc/sys/kernel/random/boot_id; stat -c %Y /run/systemd");
    this.as("spe", "sudo systemctl reboot", "operator");
    for (let tries = 0; tries < 60; tries++) {
      await sleep(1_000);
      const { status, text } = this.as(
        "spe",
        "cat /proc/sys/kernel/random/boot_id; stat -c %Y /run/systemd",
        "operator",
      );
      if (status === 0 && text !== before) return;
    }
    assert.fail("the machine did not come back within a minute");
  }

  async remove(): Promise<void> {
    await within(this.directory, () => this.stack.destroy());
    rmSync(this.directory, { recursive: true });
  }
}

/** Dynamic resources are made by a process that works where this one did when the stack was made. */
async function within<T>(directory: string, run: () => Promise<T>): Promise<T> {
  const before = process.cwd();
  process.chdir(directory);
  try {
    return await run();
  } finally {
    process.chdir(before);
  }
}

const program =
  ({ cloud, ca }: TestCloud, directory: string, id: string, third: number, ports: number[]) =>
  async () => {
    const project: ProjectFacts = {
      id,
      tier: 2,
      expires: "2099-06-30",
      permit: "EHDS-2026-0042",
      manager: "mona@example.org",
    };
    const { authUrl, region, project: projectName, userName } = cloud;
    const password = pulumi.secret(readFileSync(cloud.passwordFile, "utf8").trim());
    const provider = new openstack.Provider("cloud", {
      ...{ authUrl, region, userName, password, tenantName: projectName, cacertFile: ca },
      ...{ userDomainName: "Default", projectDomainName: "Default" },
    });
    const opts = { providers: [provider] };
    const site = { ...cloudSites.sandbox, resolvers: cloud.resolvers };
    const access = { authUrl, region, certificateAuthority: ca, projectName, userName, password };
    const publicKey = readFileSync(join(directory, "operator.pub"), "utf8").trim();
    const ground = new ProjectGround(
      `${id}-ground`,
      {
        project,
        site,
        cidr: `10.62.${third}.0/24`,
        floatingAddresses: true,
        access: [
          { to: "bastion", port: 22, from: { ranges: ["198.18.0.0/15"] }, why: "administrators" },
          { to: "node", port: 22, from: { role: "bastion" }, why: "people" },
        ],
        egress: ports.map((port) => ({
          from: "node",
          to: `${cloud.siteAddress}/32`,
          port,
          why: "the site's servers",
        })),
      },
      opts,
    );
    const common = { project, site, ground, cloud: access, publicKey, readyMinutes: 5 };
    const bastion = new Bastion(`${id}-bastion`, { ...common, adminKeys: { mona: [publicKey] } }, opts);
    const node = new Machine(`${id}-node`, { ...common, role: "node", document: {} }, opts);
    return {
      bastion: bastion.address,
      node: node.address,
      bastionKey: bastion.hostKey,
      nodeKey: node.hostKey,
      hostKeys: pulumi.all([bastion.hostKeys, node.hostKeys]).apply((lists) => lists.flat()),
    };
  };
