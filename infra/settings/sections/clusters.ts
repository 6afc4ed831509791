import { Type } from "@sinclair/typebox";
import { choice, group, list, text, wholeNumber, yesOrNo } from "../field";
import { sizeOf } from "./cloud";

/** Where a cluster may come from. */
export const clusterKinds = ["kkp", "kubeone", "existing"] as const;

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
      size: sizeOf("a worker"),
      workers: wholeNumber({
        description: "How many; 0 keeps an empty pool.",
        example: 3,
        minimum: 0,
        maximum: 100,
      }),
    },
    { description: "Workers of one kind.", example: { name: "default", size: "large", workers: 3 } },
  ),
  {
    description: "The workers.",
    example: [{ name: "default", workers: 3 }],
    least: 1,
  },
);

/** A right cluster of KKP. */
export const kkpExample = {
  url: "https://kkp.site.example",
  project: "7fk2dz9cvb",
  datacenter: "Berlin",
  version: "1.36.0",
  apiRanges: ["192.0.2.0/24"],
  pools: [{ name: "default", workers: 3 }],
};

/** `kubernetes.kkp`: a cluster that a platform makes. */
export const kkp = group(
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

/** `kubernetes.kubeone`: a cluster on machines of the ground. */
export const kubeone = group(
  {
    version,
    credential: text("given-id", {
      description:
        "Id of an application credential of the cluster's own with the role member, by which its controllers make workers, balancers and volumes. It lies in the cluster; its secret is `spe:clusterCredentialSecret`.",
      example: "c2f7e9d3b7da5d1ac0e2d704a3c8b1e5",
    }),
    apiRanges,
    controlPlane: Type.Optional(
      group(
        {
          machines: Type.Optional(
            choice([1, 3, 5], {
              description: "How many; less than half of them may fail.",
              example: 3,
              default: 3,
            }),
          ),
          size: sizeOf("each"),
        },
        {
          description: "The machines of the control plane.",
          example: { machines: 3, size: "medium" },
          default: {},
        },
      ),
    ),
    pools,
  },
  {
    description:
      "The cluster, made by KubeOne (the program `kubeone` of version 1.14.0, where Pulumi runs) on machines of `cloud`. Needs `bastion`, and lines of `egress` from `control-plane` and `workers` to the cloud's API and to where packages and images come from.",
    example: {
      version: "1.36.0",
      credential: "c2f7e9d3b7da5d1ac0e2d704a3c8b1e5",
      apiRanges: ["192.0.2.0/24"],
      pools: [{ name: "default", workers: 3 }],
    },
  },
);

/** `kubernetes.existing`: a cluster that somebody else makes and keeps. */
export const existing = group(
  {
    version: text("kubernetes-version", {
      description: "Version of Kubernetes that it has; another minor version is refused.",
      example: "1.36.0",
    }),
    subnet: Type.Optional(
      text("given-id", {
        description:
          "Id of the workers' subnet at `cloud`, in which the balancer of `tasks` has its members; needed with `tasks`.",
        example: "0d9b2f2e-6a40-4bd5-8f46-0a37e2f6c1b7",
        defaultIs: "none",
      }),
    ),
    networkPoliciesEnforced: Type.Optional(
      yesOrNo({
        description:
          "Your word that network policies are enforced, where what does it is none of Cilium, Calico, Antrea and OVN-Kubernetes.",
        example: false,
        default: false,
      }),
    ),
  },
  {
    description:
      "A cluster that somebody else makes and keeps, and that lets the realm's people in already. The kubeconfig of its administrator is the secret `spe:kubeconfig`.",
    example: { version: "1.36.0" },
  },
);
