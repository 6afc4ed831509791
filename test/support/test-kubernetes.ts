/** The real Kubernetes that the integration specs share, at the cloud that they share, where this machine can have one. */
import { execFile } from "node:child_process";
import { join } from "node:path";
import { provide } from "../../sandbox/engine";
import { sandboxFolder } from "../../sandbox/folder";
import {
  ensureKubernetes,
  type Kubernetes,
  kubernetesProblems,
  kubernetesPrograms,
} from "../../sandbox/kubernetes";
import { type TestCloud, testCloud } from "./test-cloud";
import { stateDir } from "./test-sandbox";

/** Time for a `before` that may have to build Kubernetes, and to make and start the cloud. */
export const kubernetesTimeout = 40 * 60_000;

/** What a program said, and how it ended. */
export interface Said {
  status: number;
  output: string;
  error: string;
}

/** A Kubernetes that runs, with the cloud at which it stands. */
export interface TestKubernetes extends TestCloud {
  kubernetes: Kubernetes;
  /** kubectl as the cluster's administrator. @param input what it reads from its standard input */
  kubectl(args: string[], input?: string): Promise<Said>;
}

let started: Promise<TestKubernetes> | undefined;

/** Kubernetes, started afresh by whichever spec asks first; skips that spec, with the reason, where there can be none. */
export async function testKubernetes(context: Mocha.Context): Promise<TestKubernetes> {
  const problems = await kubernetesProblems();
  if (problems.length > 0) {
    context.test?.parent?.eachTest((test) => {
      test.title += ` [no Kubernetes: ${problems.join("; ")}]`;
    });
    context.skip();
  }
  started ??= testCloud(context).then(start);
  return started;
}

async function start(cloud: TestCloud): Promise<TestKubernetes> {
  const kubernetes = await ensureKubernetes(sandboxFolder(stateDir));
  const program = join(await provide(kubernetesPrograms()), "kubectl");
  const options = [`--kubeconfig=${kubernetes.kubeconfigFile}`];
  return {
    ...cloud,
    kubernetes,
    kubectl: (args, input) => run(program, [...options, ...args], input),
  };
}

function run(program: string, args: string[], input = ""): Promise<Said> {
  return new Promise((resolve) => {
    const child = execFile(program, args, { timeout: 120_000 }, (failure, output, error) => {
      const status = failure ? Number(failure.code ?? -1) : 0;
      resolve({ status, output: output.trim(), error: error.trim() });
    });
    child.stdin?.on("error", () => undefined).end(input); // it may end without having read it
  });
}
