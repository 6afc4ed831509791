/** What a given cluster can do, as a dynamic resource; runs in Pulumi's dynamic provider. */
import { isDeepStrictEqual } from "node:util";
import { type dynamic, runtime } from "@pulumi/pulumi";
import { ClusterError } from "./existing-cluster-channel";
import { KubeconfigError, readKubeconfig } from "./existing-cluster-kubeconfig";
import { type ClusterFacts, type ClusterNeeds, probeCluster } from "./existing-cluster-probe";

/** What the resource is made from. */
export interface ClusterInputs extends ClusterNeeds {
  kubeconfig: string;
}

/** The inputs and what was found; the cluster is asked before each preview and each update, so that they are true then. */
export interface ClusterOutputs extends ClusterInputs, ClusterFacts {
  /** Address of the API server. */
  apiEndpoint: string;
}

export const provider: dynamic.ResourceProvider<ClusterInputs, ClusterOutputs> = {
  async check(_olds, news) {
    // in a preview, what another resource makes is not known
    if (JSON.stringify(news).includes(runtime.unknownValue)) return { inputs: news };
    const { inputs, problem } = await examine(news);
    return { inputs, failures: problem === undefined ? [] : [{ property: "", reason: problem }] };
  },

  async diff(_id, olds, news) {
    const keys = (Object.keys(news) as (keyof ClusterInputs)[]).filter((key) => !key.startsWith("__"));
    return { changes: keys.some((key) => !isDeepStrictEqual(olds[key], news[key])) };
  },

  // `check` has found all that there is to find
  async create(inputs) {
    const outs = inputs as ClusterOutputs;
    return { id: outs.apiEndpoint, outs };
  },

  async update(_id, _olds, news) {
    return { outs: news as ClusterOutputs };
  },
};

/** The inputs with what was found, or the one problem that the cluster is. */
async function examine(inputs: ClusterInputs): Promise<{ inputs: ClusterInputs; problem?: string }> {
  try {
    const access = readKubeconfig(inputs.kubeconfig);
    const { facts, problems } = await probeCluster(access, inputs);
    const found = { ...inputs, ...facts, apiEndpoint: access.server };
    if (problems.length === 0) return { inputs: found };
    const list = problems.map((it) => `\n  - ${it}`).join("");
    return { inputs, problem: `cluster at ${access.server} cannot carry the environment:${list}` };
  } catch (error) {
    if (error instanceof KubeconfigError) return { inputs, problem: `kubeconfig ${error.message}` };
    if (error instanceof ClusterError) return { inputs, problem: error.message };
    throw error;
  }
}
