import { join } from "node:path";
import { type Artefact, goProgram, projectRoot } from "../engine";

/** kwok 0.8.0 (Kubernetes WithOut Kubelet), which says of nodes and pods what a kubelet would say, and runs nothing. */
export function kwokProgram(): Artefact {
  return goProgram({
    name: "kwok",
    title: "kwok 0.8.0, from its Go module",
    usualSeconds: 100,
    module: join(projectRoot, "sandbox", "control-plane", "go"),
    package: "sigs.k8s.io/kwok/cmd/kwok",
    output: "kwok",
  });
}
