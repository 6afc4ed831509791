import type { ClusterChannel } from "./existing-cluster-channel";

/** Something that an environment makes on a cluster. */
interface Resource {
  /** API group; empty for the core. */
  group: string;
  resource: string;
  /** Whether it is in a namespace; such rights are asked for in the environment's. */
  isNamespaced: boolean;
}

const inNamespace = (group: string, ...resources: string[]): Resource[] =>
  resources.map((resource) => ({ group, resource, isNamespaced: true }));
const ofCluster = (group: string, ...resources: string[]): Resource[] =>
  resources.map((resource) => ({ group, resource, isNamespaced: false }));

/** What an environment makes: its namespace with what bounds it, and the service that runs tasks. */
const made: Resource[] = [
  ...ofCluster("", "namespaces"),
  ...ofCluster(
    "admissionregistration.k8s.io",
    "validatingadmissionpolicies",
    "validatingadmissionpolicybindings",
  ),
  ...inNamespace(
    "",
    "configmaps",
    "limitranges",
    "persistentvolumeclaims",
    "resourcequotas",
    "secrets",
    "serviceaccounts",
    "services",
  ),
  ...inNamespace("apps", "deployments"),
  ...inNamespace("batch", "cronjobs"),
  ...inNamespace("networking.k8s.io", "networkpolicies"),
  ...inNamespace("rbac.authorization.k8s.io", "roles", "rolebindings"),
];

const verbs = ["get", "create", "patch", "delete"];

interface Review {
  status?: { allowed?: boolean };
}

/**
 * The rights that an environment needs and the kubeconfig has not: `create, patch roles.rbac.authorization.k8s.io`.
 * @throws ClusterError
 */
export async function missingRights(channel: ClusterChannel, namespace: string): Promise<string[]> {
  const missing = await Promise.all(
    made.map(async (it) => {
      const lacking = await Promise.all(
        verbs.map(async (verb) => ((await isAllowed(channel, namespace, it, verb)) ? [] : [verb])),
      );
      const name = it.group === "" ? it.resource : `${it.resource}.${it.group}`;
      return lacking.flat().length === 0 ? [] : [`${lacking.flat().join(", ")} ${name}`];
    }),
  );
  return missing.flat();
}

async function isAllowed(
  channel: ClusterChannel,
  namespace: string,
  { group, resource, isNamespaced }: Resource,
  verb: string,
): Promise<boolean> {
  const resourceAttributes = { group, resource, verb, ...(isNamespaced ? { namespace } : {}) };
  const { status, body } = await channel.post<Review>(
    "/apis/authorization.k8s.io/v1/selfsubjectaccessreviews",
    {
      apiVersion: "authorization.k8s.io/v1",
      kind: "SelfSubjectAccessReview",
      spec: { resourceAttributes },
    },
  );
  return status < 300 && body.status?.allowed === true;
}
