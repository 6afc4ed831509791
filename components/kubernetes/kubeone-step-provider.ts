/** The step from one state of a cluster to the next, as a dynamic resource; runs in Pulumi's dynamic provider. */
import { isDeepStrictEqual } from "node:util";
import type { dynamic } from "@pulumi/pulumi";

/** What is asked of a cluster. */
export interface StepInputs {
  clusterName: string;
  /** Version of Kubernetes. */
  version: string;
  /** What stays as it is for as long as the cluster lives. */
  lasting: Record<string, string>;
  /** Name of each pool → number of its workers. */
  pools: Record<string, number>;
}

export const provider: dynamic.ResourceProvider<StepInputs, StepInputs> = {
  async check(olds, news) {
    const problems = olds?.clusterName === undefined ? {} : stepProblems(olds, news);
    const failures = Object.entries(problems).map(([property, problem]) => ({
      property: "",
      reason: `cluster "${olds.clusterName}": ${property} ${problem}`,
    }));
    return { inputs: news, failures };
  },

  async diff(_id, olds, news) {
    return { changes: !isDeepStrictEqual(asked(olds), asked(news)) };
  },

  async create(inputs) {
    return { id: inputs.clusterName, outs: inputs };
  },

  async update(_id, _olds, news) {
    return { outs: news };
  },
};

/** What is wrong with a step, by the argument that is to change. */
export function stepProblems(olds: StepInputs, news: StepInputs): Record<string, string> {
  const lasting = Object.entries({ clusterName: news.clusterName, ...news.lasting }).flatMap(
    ([key, value]): [string, string][] => {
      const old = key === "clusterName" ? olds.clusterName : olds.lasting[key];
      return old === value ? [] : [[key, `must stay "${old}" while the cluster lives, got "${value}"`]];
    },
  );
  const way = wayProblem(olds.version, news.version);
  const leftOut = Object.entries(olds.pools).flatMap(([pool, replicas]): [string, string][] =>
    replicas === 0 || pool in news.pools
      ? []
      : [
          [
            "pools",
            `must keep "${pool}" with 0 replicas for one update, in which its ${replicas} workers go; leave it out after that`,
          ],
        ],
  );
  return Object.fromEntries([
    ...lasting,
    ...(way === undefined ? [] : [["version", way] as const]),
    ...leftOut,
  ]);
}

/**
 * Only minor versions count: what is kept was asked for, and a patch that could not be had may be taken back. KubeOne itself
 * refuses a lower one than the machines have.
 */
function wayProblem(from: string, to: string): string | undefined {
  const [old, wanted] = [minorOf(from), minorOf(to)];
  if (wanted < old) return `must not go below 1.${old}, which no cluster survives, got "${to}"`;
  return wanted > old + 1
    ? `must go up one minor version at a time: to some 1.${old + 1} first, from 1.${old}, got "${to}"`
    : undefined;
}

const minorOf = (version: string): number => Number(version.split(".")[1]);

const asked = ({ clusterName, version, lasting, pools }: StepInputs): StepInputs => ({
  clusterName,
  version,
  lasting,
  pools,
});
