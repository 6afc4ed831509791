import { join } from "node:path";
import { provide } from "../engine";
import type { ImageSpec } from "../kubernetes";
import { funnelProgram } from "./program";

/**
 * What Funnel's image is made of: its one static program, where the released image has it.
 * @throws StepFailed when the program cannot be built
 */
export async function funnelImage(): Promise<ImageSpec> {
  const program = join(await provide(funnelProgram()), "funnel");
  return { name: "funnel", files: { "/app/funnel": program }, entrypoint: ["/app/funnel"] };
}
