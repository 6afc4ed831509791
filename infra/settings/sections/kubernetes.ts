import { Type } from "@sinclair/typebox";
import { group, wholeNumber } from "../field";
import { existing, kkp, kkpExample, kubeone } from "./clusters";
import { tasks } from "./tasks";

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
  {
    kkp: Type.Optional(kkp),
    kubeone: Type.Optional(kubeone),
    existing: Type.Optional(existing),
    quota: Type.Optional(quota),
    tasks: Type.Optional(tasks),
  },
  {
    description:
      "A Kubernetes cluster, from exactly one of `kkp`, `kubeone` and `existing`, and a namespace of the environment on it. Left out, there is none.",
    example: { kkp: kkpExample },
  },
);
