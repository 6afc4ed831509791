import { local, remote } from "@pulumi/command";
import * as pulumi from "@pulumi/pulumi";
import type { MachineConnection } from "../cloud/machine-connection";
import { quote } from "../cloud/shell-word";
import { connectionInput, partByPart } from "../ssh-connection";
import { kubeOneFiles, kubeOneSecrets } from "./kubeone-files";
import { apiPort, type KubeOnePlace, type KubeOnePlan } from "./kubeone-plan";
import { bundleText, type KubeOneTool, type KubeOneVerb, kubeOneScript, secretsFile } from "./kubeone-script";
import { KubeOneStep } from "./kubeone-step";

/** What a run of KubeOne is made from. */
export interface KubeOneRunArgs {
  plan: KubeOnePlan;
  place: pulumi.Input<KubeOnePlace>;
  tool: KubeOneTool;
  /** The machine that KubeOne runs on, which reaches the bastion or the machines. @default the one that Pulumi runs on */
  launcher?: MachineConnection;
}

/**
 * KubeOne, applied when the cluster comes about and whenever something of it changes, and asked to take it down before
 * its machines go: first workers, then the control plane.
 */
export class KubeOneRun extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:KubeOneRun";

  /** Kubeconfig of an administrator; secret. */
  readonly kubeconfig: pulumi.Output<string>;

  constructor(name: string, args: KubeOneRunArgs, opts?: pulumi.ComponentResourceOptions) {
    super(KubeOneRun.__pulumiType, name, {}, opts);
    const { plan, tool, launcher } = args;
    const place = pulumi.output(args.place);

    const step = new KubeOneStep(`${name}-step`, stepOf(plan), { parent: this });
    const bundle = place.apply((it) =>
      bundleText({
        ...kubeOneFiles(plan, it),
        [secretsFile]: kubeOneSecrets(it)
          .map((secret) => `${secret}\n`)
          .join(""),
      }),
    );
    const script = (verb: KubeOneVerb): string => {
      const text = kubeOneScript(verb, tool);
      return launcher === undefined ? text : `sh -c ${quote(text)}`;
    };
    const command = {
      create: script("create"),
      update: script("change"),
      delete: script("remove"),
      stdin: pulumi.secret(bundle),
      // what goes to standard output is the kubeconfig
      logging: "stderr" as const,
      addPreviousOutputInEnv: false,
    };
    const own = { parent: this, dependsOn: step, additionalSecretOutputs: ["stdin", "stdout", "stderr"] };
    const run =
      launcher === undefined
        ? new local.Command(name, command, own)
        : new remote.Command(
            name,
            { ...command, connection: connectionInput(launcher) },
            { ...own, transformations: [partByPart(launcher)] },
          );

    this.kubeconfig = pulumi.secret(
      pulumi.all([run.stdout, place]).apply(([text, { api }]) => publicKubeconfig(text, api)),
    );
    this.registerOutputs({ kubeconfig: this.kubeconfig });
  }
}

const stepOf = ({ clusterName, version, cni, podCidr, serviceCidr, workers }: KubeOnePlan) => ({
  clusterName,
  version,
  lasting: { cni, podCidr, serviceCidr },
  pools: Object.fromEntries(workers.pools.map(({ name, replicas }) => [name, replicas])),
});

/** The kubeconfig for those outside: KubeOne writes the address by which the cluster's machines ask. */
export const publicKubeconfig = (text: string, { address, publicAddress }: KubeOnePlace["api"]): string =>
  text.replaceAll(`https://${address}:${apiPort}`, `https://${publicAddress}:${apiPort}`);
