import { mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import {
  type EngineEvent,
  LocalWorkspace,
  type OutputMap,
  type PulumiFn,
  type Stack,
} from "@pulumi/pulumi/automation";
import { childEnvironment, type Engine } from "../../sandbox/engine";

/** What one run of the real engine did. */
export interface Run {
  /** Number of resources by operation: `{ create: 2 }`. */
  changes: Record<string, number>;
  /** All that people would read. */
  log: string;
  outputs: OutputMap;
}

/** A stack of the real engine whose program is a function of a test; its state is a file in the test's own folder. */
export class InlineStack {
  private constructor(
    private readonly stack: Stack,
    private readonly directory: string,
  ) {}

  /** @param directory empty folder of the test's own */
  static async create(engine: Engine, directory: string): Promise<InlineStack> {
    const backend = join(directory, "state");
    mkdirSync(backend, { recursive: true });
    const { PATH, ...variables } = childEnvironment(engine.environment);
    // The Automation API looks for `pulumi` in this process's PATH.
    process.env.PATH = PATH;
    const stack = await LocalWorkspace.createStack(
      { stackName: "test", projectName: "inline", program: async () => undefined },
      {
        workDir: directory,
        pulumiHome: engine.home,
        envVars: { ...variables, PULUMI_BACKEND_URL: `file://${backend}`, PULUMI_CONFIG_PASSPHRASE: "test" },
      },
    );
    return new InlineStack(stack, directory);
  }

  async up(
    program: PulumiFn,
    options: { onLog?: (text: string) => void; signal?: AbortSignal } = {},
  ): Promise<Run> {
    let log = "";
    const onOutput = (text: string) => {
      log += text;
      options.onLog?.(text);
    };
    const { summary, outputs } = await this.stack.up({
      program,
      onOutput,
      onError: onOutput,
      signal: options.signal,
    });
    return { changes: { ...summary.resourceChanges }, log, outputs };
  }

  /** Messages of the resources, and what would be done. */
  async preview(program: PulumiFn): Promise<{ changes: Record<string, number>; messages: string }> {
    const messages: string[] = [];
    const onEvent = ({ diagnosticEvent }: EngineEvent) => {
      if (diagnosticEvent) messages.push(diagnosticEvent.message);
    };
    const { changeSummary } = await this.stack.preview({ program, onEvent });
    return { changes: { ...changeSummary }, messages: messages.join("") };
  }

  /** Looks at what has become of the resources; gives their number by what was found: `{ same: 2 }`. */
  async refresh(): Promise<Record<string, number>> {
    const { summary } = await this.stack.refresh();
    return { ...summary.resourceChanges };
  }

  async destroy(): Promise<void> {
    await this.stack.destroy();
  }

  /** Ends what an interrupted run left locked. */
  async cancel(): Promise<void> {
    await this.stack.cancel();
  }

  /** The state as it lies on the disk. */
  stateFile(): string {
    return readFileSync(join(this.directory, "state", ".pulumi", "stacks", "inline", "test.json"), "utf8");
  }
}
