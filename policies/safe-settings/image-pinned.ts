import type { ResourceValidationArgs } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofPods } from "../kit/pod-spec";
import type { ResourceRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Where the images of an environment's services come from. */
const defaultRegistries = [
  "docker.io/elixircloud",
  "quay.io/keycloak",
  "quay.io/minio",
  "registry.gitlab.com/one-touch-pipeline",
  "registry.k8s.io",
];

/** A tag may be another program tomorrow, and a registry that nobody chose may be anyone's. */
export const imagePinned: ResourceRule = {
  name: "safe-settings-image-pinned",
  description: "An image comes from a registry of the list and is pinned by digest, never the latest.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-38",
    also: ["CIS 5.5.1", "Gatekeeper imagedigests", "Gatekeeper allowedrepos", "Gatekeeper disallowedtags"],
  }),
  remediationSteps:
    "Write the image as registry/repository:version@sha256:digest, from a registry of the list.",
  configSchema: {
    properties: {
      registries: {
        type: "array",
        items: { type: "string" },
        description: "Registries, or parts of them, that images may come from.",
        default: defaultRegistries,
      },
    },
  },
  validateResource: ofPods({
    container: (spec, refuse, _pod, args) => checkImage(field(spec, "image"), refuse, args),
    pod: (spec, refuse, _pod, args) =>
      checkEach(asList(field(spec, "volumes")), (volume) => {
        const image = field(volume, "image");
        if (image !== undefined) checkImage(field(image, "reference"), refuse, args);
      }),
  }),
};

function checkImage(
  image: unknown,
  refuse: (problem: string) => void,
  { getConfig }: ResourceValidationArgs,
): void {
  if (typeof image !== "string" || image === "") {
    refuse("names no image; name it with its digest");
    return;
  }
  const { registries = defaultRegistries } = getConfig<{ registries?: string[] }>();
  const { repository, tag, isPinned } = readImage(image);
  if (!isPinned) refuse(`takes the image "${image}" by its tag; add its digest as @sha256:…`);
  else if (tag === "latest") refuse(`takes the image "${image}"; name its version instead of latest`);
  if (!registries.some((registry) => repository.startsWith(`${registry.replace(/\/$/, "")}/`)))
    refuse(`takes the image "${image}" from no registry of the list; use ${registries.join(", ")}`);
}

/** The parts of an image's name; without a registry it is Docker Hub's, without an owner there it is of Docker's library. */
function readImage(image: string): { repository: string; tag: string; isPinned: boolean } {
  const [, name = "", tag = "", digest = ""] = /^(.*?)(?::([^:/@]*))?(?:@(.*))?$/s.exec(image) ?? [];
  const [first = "", ...rest] = name.split("/");
  const hasRegistry = rest.length > 0 && (/[.:]/.test(first) || first === "localhost");
  const path = hasRegistry || rest.length > 0 ? name : `library/${name}`;
  return {
    repository: (hasRegistry ? path : `docker.io/${path}`).toLowerCase(),
    tag,
    isPinned: /^sha256:[0-9a-f]{64}$/.test(digest),
  };
}
