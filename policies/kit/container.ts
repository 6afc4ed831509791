/** What a container runs. */
import type { PolicyResource, ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { field } from "./field";
import { kindOf } from "./kubernetes";
import { ofPods, type PodJudge, podKinds } from "./pod-spec";
import { type Setting, settingsBehind } from "./setting";
import { checkEach, ifKnown } from "./unknown";
import { asList } from "./value";

/** An image's name without tag and digest: `quay.io/keycloak/keycloak`. */
export const imagePath = (container: unknown): string =>
  String(field(container, "image") ?? "")
    .toLowerCase()
    .replace(/@.*$/, "")
    .replace(/:[^/]*$/, "");

/** The last part of an image's name: `keycloak`. */
export const imageName = (container: unknown): string => imagePath(container).split("/").at(-1) ?? "";

/** The variables that a container sets itself. */
export const environmentOf = (container: unknown): Setting[] => settingsBehind(() => field(container, "env"));

/** The words of its command and arguments; each has as value what stands behind its `=`, else the next word. */
export function wordsOf(container: unknown): Setting[] {
  const words = ["command", "args"].flatMap((key) => wordsBehind(() => field(container, key)));
  return words.map((word, index) => {
    const [name = "", ...value] = word.name.split("=");
    const next = words[index + 1];
    return name === ""
      ? word
      : { name, read: () => (value.length > 0 ? value.join("=") : (next?.read() ?? next?.name)) };
  });
}

/** The words of a text or of a list of texts; one without a name while that is unknown. */
function wordsBehind(read: () => unknown): Setting[] {
  const known = ifKnown(() => asList(read()));
  if (known === undefined) return [{ name: "", read }];
  return Object.keys(known).flatMap((index): Setting[] => {
    const readItem = (): unknown => known[Number(index)];
    const text = ifKnown(() => String(readItem()));
    if (text === undefined) return [{ name: "", read: readItem }];
    const words = text.replaceAll(/["']/g, "").split(/[\s;&|()]+/);
    return words.filter((word) => word !== "").map((name) => ({ name, read: () => undefined }));
  });
}

/** Whether a container is a MinIO server; MinIO's image has the client as well. */
export function servesMinio(container: unknown): boolean {
  const words = wordsOf(container).map(({ name }) => name);
  const serves = words.includes("server");
  if (serves && words.some((word) => /(^|\/)minio$/.test(word))) return true;
  const mayServe = serves || words.length === 0 || words.includes("");
  return mayServe && /(^|[-_])minio$/.test(imageName(container));
}

/** Judges every container of a stack's pods, as `ofPods` does those of one resource. */
export function checkContainers(
  resources: readonly PolicyResource[],
  judge: PodJudge,
  report: ReportViolation,
): void {
  const validate = ofPods({ container: judge });
  checkEach(resources, (resource) => {
    if (!podKinds.includes(kindOf(resource.type) ?? "")) return;
    // reading a pod takes nothing but what rules on stacks get as well
    validate(resource as unknown as ResourceValidationArgs, (message) => report(message, resource.urn));
  });
}
