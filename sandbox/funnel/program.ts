import { join } from "node:path";
import { type Artefact, goProgram, projectRoot } from "../engine";

/** Funnel 0.12.2, a server of GA4GH's task execution service, as the program `funnel`: server and worker are one. */
export function funnelProgram(): Artefact {
  return goProgram({
    name: "funnel",
    title: "Funnel 0.12.2, from its Go module",
    usualSeconds: 200,
    module: join(projectRoot, "sandbox", "funnel", "go"),
    package: "github.com/ohsu-comp-bio/funnel",
    output: "funnel",
  });
}
