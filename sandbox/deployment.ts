/** An environment on the sandbox's servers, deployed by the real engine with the five-safes pack in front. */
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { type EngineEvent, LocalWorkspace, type OutputMap, type Stack } from "@pulumi/pulumi/automation";
import { parse, stringify } from "yaml";
import { type PackFile, packFacts } from "../infra/pack-facts";
import { parseSettings } from "../infra/settings";
import { packConfig } from "../policies/pack-config";
import type { SandboxCloud } from "./cloud";
import type { SandboxCluster } from "./cluster";
import type { ControlPlane } from "./control-plane";
import { DeploymentFailed, EventLog, type Outcome } from "./deployment-events";
import type { EngineVariables } from "./engine-environment";
import { sandboxFolder } from "./folder";
import { localStack } from "./local-stack";
import { privateDirectory, writePrivateFile } from "./private-file";
import type { Sandbox } from "./sandbox";
import { type Sections, stackSections } from "./stack-sections";

const root = path.join(__dirname, "..");
const pack = path.join(root, "policies", "five-safes");

/** A stack of the program whose configuration file lies in the sandbox's folder, not among the tracked ones. */
export class Deployment {
  private constructor(
    readonly stackName: string,
    /** For `pulumi … --config-file`. */
    readonly configFile: string,
    /** For `pulumi … --policy-pack-config`. */
    readonly packConfigFile: string,
    private readonly stack: Stack,
    private readonly engine: EngineVariables,
  ) {}

  /**
   * Writes the stack's files; deploys nothing.
   * @param engine variables that the engine runs with: `engineEnvironment`
   * @param sections what the environment is @default the tracked stack file with the sandbox's addresses
   * @param secrets the stack's secrets, by key @default those of the sandbox's servers
   * @param exemptions rules that need not hold for certain resources, for a time @default none
   */
  static async open(
    sandbox: Sandbox,
    engine: EngineVariables,
    {
      stackName = localStack,
      sections = stackSections(sandbox),
      secrets,
      exemptions = [],
    }: DeploymentWishes = {},
  ): Promise<Deployment> {
    const folder = path.join(sandboxFolder(sandbox.stateDir).pulumi.stacks, stackName);
    const configFile = path.join(folder, `Pulumi.${stackName}.yaml`);
    const packConfigFile = path.join(folder, "five-safes.json");
    await privateDirectory(folder);
    if (!existsSync(configFile)) initialiseStack(folder, stackName, engine);
    await writeSections(configFile, sections);
    storeSecrets(configFile, stackName, secrets ?? missingSecrets(configFile, sandbox), engine);
    writeFileSync(packConfigFile, `${JSON.stringify(packConfigFor(sections, exemptions), null, 2)}\n`);
    process.env.PATH = engine.PATH; // where the Automation API looks for `pulumi`
    const stack = await LocalWorkspace.selectStack({ stackName, workDir: root }, { envVars: engine });
    return new Deployment(stackName, configFile, packConfigFile, stack, engine);
  }

  /** What would happen. @throws DeploymentFailed when the pack refuses it or the engine cannot tell */
  preview(): Promise<Outcome> {
    return this.run("preview", (options) => this.stack.preview(options));
  }

  /**
   * Brings the environment up, after a preview that the pack has let pass: an update alone would create what comes
   * before the first violation. Nothing is run when the preview sees no difference.
   * @throws DeploymentFailed
   */
  async up(): Promise<Outcome> {
    const planned = await this.preview();
    const difference = Object.keys(planned.changes).some((operation) => operation !== "same");
    return difference ? this.run("update", (options) => this.stack.up(options)) : planned;
  }

  /**
   * Reads what really stands into the state.
   * @param options.clearPendingCreates forgets creations of which nobody knows how they ended @default false
   * @throws DeploymentFailed
   */
  refresh({ clearPendingCreates = false } = {}): Promise<Outcome> {
    return this.run("refresh", ({ policyPacks, policyPackConfigs, ...options }) =>
      this.stack.refresh({ ...options, clearPendingCreates }),
    );
  }

  /**
   * Clears what an interrupted update left: its lock, and creations of which nobody knows how they ended.
   * @returns whether it was interrupted in the making of something, which may stand without being known
   */
  async recover(): Promise<boolean> {
    await this.stack.cancel();
    const { deployment } = await this.stack.exportStack();
    const { pending_operations: pending = [] } = deployment as { pending_operations?: unknown[] };
    return pending.length > 0;
  }

  /**
   * Takes everything away, after a preview: a destroy alone would take away what nothing protects and then stop.
   * @throws DeploymentFailed, for example for what is protected: see `unprotect`
   */
  async destroy(): Promise<Outcome> {
    await this.runDestroy("preview of the destroy", true);
    return this.runDestroy("destroy", false);
  }

  /** Lifts what keeps the realm and the buckets from being destroyed: the step before `destroy`, as docs say it. */
  unprotect(): void {
    const args = ["state", "unprotect", "--all", "--yes", "--non-interactive", "--stack", this.stackName];
    runPulumi(args, root, this.engine);
  }

  outputs(): Promise<OutputMap> {
    return this.stack.outputs();
  }

  private runDestroy(what: string, previewOnly: boolean): Promise<Outcome> {
    return this.run(what, ({ policyPacks, policyPackConfigs, ...options }) =>
      this.stack.destroy({ ...options, previewOnly }),
    );
  }

  private async run(
    what: string,
    operation: (options: OperationOptions) => Promise<unknown>,
  ): Promise<Outcome> {
    const events = new EventLog();
    try {
      await operation({
        configFile: this.configFile,
        policyPacks: [pack],
        policyPackConfigs: [this.packConfigFile],
        showSecrets: false, // it would look for their key in infra/environments, and write one there
        onEvent: (event) => events.add(event),
      });
    } catch (error) {
      throw new DeploymentFailed(`${what} of stack "${this.stackName}"`, events, error);
    }
    return events.outcome();
  }
}

interface DeploymentWishes {
  stackName?: string;
  sections?: Sections;
  secrets?: Record<string, string>;
  exemptions?: PackFile["exemptions"];
}

interface OperationOptions {
  configFile: string;
  policyPacks: string[];
  policyPackConfigs: string[];
  showSecrets: false;
  onEvent: (event: EngineEvent) => void;
}

/** `stack init` writes a salt into the stack's file: a project file beside it keeps that out of the tracked folder. */
function initialiseStack(folder: string, stackName: string, engine: EngineVariables): void {
  writeFileSync(path.join(folder, "Pulumi.yaml"), "name: spe\nruntime: nodejs\n");
  try {
    runPulumi(["stack", "init", "--non-interactive", "--no-select", "--stack", stackName], folder, engine);
  } catch (error) {
    if (!String(error).includes("already exists")) throw error;
  }
}

/** The pack's levels and parameters as the sections ask for them. @throws SettingsError */
function packConfigFor(sections: Sections, exemptions: PackFile["exemptions"]) {
  return packConfig(packFacts(parseSettings(sections), { parameters: {}, exemptions }));
}

function writeSections(configFile: string, sections: Sections): Promise<void> {
  const file = existsSync(configFile) ? parse(readFileSync(configFile, "utf8")) : {};
  const secrets = Object.entries(file.config ?? {}).filter(([, value]) => isSecure(value));
  const config = Object.fromEntries([
    ...Object.entries(sections).map(([key, value]) => [`spe:${key}`, value]),
    ...secrets,
  ]);
  // quoted: Pulumi reads a plain 2027-06-30 as a time
  const style = { defaultStringType: "QUOTE_DOUBLE", defaultKeyType: "PLAIN" } as const;
  return writePrivateFile(configFile, stringify({ ...file, config }, style));
}

const isSecure = (value: unknown): boolean =>
  typeof value === "object" && value !== null && "secure" in value;

/** The value goes through standard input: an argument would be seen by everybody on the machine. */
function storeSecrets(
  configFile: string,
  stackName: string,
  secrets: Record<string, string>,
  engine: EngineVariables,
): void {
  for (const [key, value] of Object.entries(secrets))
    runPulumi(
      ["config", "set", "--secret", key, "--stack", stackName, "--config-file", configFile],
      root,
      engine,
      value,
    );
}

/** Secrets of the sandbox's servers that the stack does not have yet. */
function missingSecrets(configFile: string, sandbox: Sandbox): Record<string, string> {
  const { config } = parse(readFileSync(configFile, "utf8")) as { config: Record<string, unknown> };
  const read = (file: string) => readFileSync(file, "utf8").trim();
  const secrets: Record<string, () => string> = {
    "spe:keycloakClientSecret": () => read(sandbox.keycloak.provisioner.secretFile),
    "spe:lsaaiClientSecret": () => read(sandbox.lsAai.clientSecretFile),
    "spe:minioAccessKey": () => sandbox.minio.provisioner.accessKey,
    "spe:minioSecretKey": () => read(sandbox.minio.provisioner.secretKeyFile),
    ...(sandbox.cloud === undefined ? {} : cloudSecrets(sandbox.cloud, read)),
    ...(sandbox.cluster === undefined ? {} : clusterSecrets(sandbox.cluster, read)),
    ...(sandbox.controlPlane === undefined ? {} : controlPlaneSecrets(sandbox.controlPlane, read)),
  };
  return Object.fromEntries(
    Object.entries(secrets).flatMap(([key, value]) => (key in config ? [] : [[key, value()]])),
  );
}

const cloudSecrets = ({ credential, keys }: SandboxCloud, read: (file: string) => string) => ({
  "spe:cloudCredentialSecret": () => read(credential.secretFile),
  "spe:operatorPrivateKey": () => `${read(keys.operator.privateKeyFile)}\n`,
});

const clusterSecrets = ({ kkp, tasks }: SandboxCluster, read: (file: string) => string) => ({
  "spe:kkpToken": () => read(kkp.tokenFiles.editor),
  "spe:tasksKey": () => `${read(tasks.keyFile)}\n`,
  "spe:taskServerPassword": () => read(tasks.passwordFile),
});

const controlPlaneSecrets = ({ kubeconfigFile }: ControlPlane, read: (file: string) => string) => ({
  "spe:kubeconfig": () => read(kubeconfigFile),
});

function runPulumi(args: string[], cwd: string, env: EngineVariables, input?: string): void {
  const { status, stderr, error } = spawnSync("pulumi", args, { cwd, env, input, encoding: "utf8" });
  if (error) throw error;
  if (status !== 0) throw new Error(`pulumi ${args.slice(0, 2).join(" ")} failed: ${stderr.trim()}`);
}
