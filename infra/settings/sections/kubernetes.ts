import { Type } from "@sinclair/typebox";
import { choice, group, list, text, wholeNumber } from "../field";
import { machineSizes } from "./cloud";
import { tasks } from "./tasks";

const version = text("kubernetes-version", {
  description: "Version of Kubernetes. A cluster goes up one minor version at a time, and never back.",
  example: "1.36.0",
});

const apiRanges = list(text("cidr", { description: "One range.", example: "192.0.2.0/24" }), {
  description: "Addresses that reach the API server; nobody else does.",
  example: ["192.0.2.0/24"],
  least: 1,
  uniqueItems: true,
});

const pools = list(
  group(
    {
      name: text("account", { description: "Name of the pool.", example: "default" }),
      size: Type.Optional(
        choice(machineSizes, {
          description: "How big a worker is; the site's flavor for it.",
          example: "large",
          default: "medium",
        }),
      ),
      workers: wholeNumber({ description: "How many.", example: 3, minimum: 1, maximum: 100 }),
    },
    { description: "Workers of one kind.", example: { name: "default", size: "large", workers: 3 } },
  ),
  {
    description: "The workers.",
    example: [{ name: "default", workers: 3 }],
    least: 1,
  },
);

const kkpExample = {
  url: "https://kkp.site.example",
  project: "7fk2dz9cvb",
  datacenter: "Berlin",
  version: "1.36.0",
  apiRanges: ["192.0.2.0/24"],
  pools: [{ name: "default", workers: 3 }],
};

const kkp = group(
  {
    url: text("https-url", { description: "Address of the platform.", example: "https://kkp.site.example" }),
    project: text("given-id", { description: "Id of the project there.", example: "7fk2dz9cvb" }),
    datacenter: text("line", { description: "Datacenter of the platform.", example: "Berlin" }),
    version,
    apiRanges,
    pools,
  },
  {
    description:
      "The cluster, made by the site's Kubermatic Kubernetes Platform in the project of `cloud`, in a network of its own. The platform's token is the secret `spe:kkpToken`.",
    example: kkpExample,
  },
);

const quota = group(
  {
    cpu: Type.Optional(
      wholeNumber({ description: "Cores.", example: 16, default: 16, minimum: 1, maximum: 10_000 }),
    ),
    memoryGib: Type.Optional(
      wholeNumber({
        description: "Memory.",
        unit: "GiB",
        example: 64,
        default: 64,
        minimum: 1,
        maximum: 100_000,
      }),
    ),
    pods: Type.Optional(
      wholeNumber({ description: "Pods.", example: 50, default: 50, minimum: 1, maximum: 10_000 }),
    ),
  },
  {
    description: "What the environment's pods may take together.",
    example: { cpu: 16, memoryGib: 64, pods: 50 },
    default: {},
  },
);

/** `spe:kubernetes`: a cluster, the environment's namespace on it, and the service that runs tasks there. */
export const kubernetesSection = group(
  { kkp, quota: Type.Optional(quota), tasks: Type.Optional(tasks) },
  {
    description: "A Kubernetes cluster and a namespace of the environment on it. Left out, there is none.",
    example: { kkp: kkpExample },
  },
);
