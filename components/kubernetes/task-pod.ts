import * as kubernetes from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ProjectFacts } from "../five-safes";
import { objectLabels } from "./object-labels";
import { containerSecurity, podSecurity } from "./task-pod-security";

type Container = kubernetes.types.input.core.v1.Container;

/** Where the objects of a service stand. */
export interface TaskPlace {
  project: ProjectFacts;
  namespace: pulumi.Input<string>;
  parent: pulumi.Resource;
}

/** Metadata of an object of the service. */
export const objectMetadata = (
  { project, namespace }: Pick<TaskPlace, "project" | "namespace">,
  name: string,
  role = "task-service",
) => ({ name, namespace, labels: objectLabels(project, role) });

/** A server of the service: one pod, and the name by which other pods reach it. */
export interface TaskPod {
  /** Name of its objects, and the value of its pods' label `app`. */
  name: string;
  /** Ports by name; without any, other pods do not reach it. */
  ports: Record<string, number>;
  container: Omit<Container, "name" | "ports" | "securityContext">;
  volumes?: kubernetes.types.input.core.v1.Volume[];
  /** Whether its pods may speak to the API server, with the rights of the account of its name. @default false */
  usesApi?: boolean;
  /** Account of its pods. @default one of its name is made */
  serviceAccount?: pulumi.Input<string>;
  /** What new pods are needed for when it changes. */
  contentHash: pulumi.Input<string>;
  dependsOn?: pulumi.Resource[];
}

/** Makes a server of the service; it is done when the pod is ready. */
export function buildTaskPod(child: string, place: TaskPlace, pod: TaskPod): kubernetes.apps.v1.Deployment {
  const { name, ports, container, volumes = [], usesApi = false, contentHash, dependsOn = [] } = pod;
  const { parent } = place;
  const labels = { app: name };
  const serviceAccountName =
    pod.serviceAccount ??
    new kubernetes.core.v1.ServiceAccount(
      `${child}-account`,
      { metadata: objectMetadata(place, name), automountServiceAccountToken: false },
      { parent },
    ).metadata.name;
  if (Object.keys(ports).length > 0)
    new kubernetes.core.v1.Service(
      `${child}-service`,
      {
        metadata: objectMetadata(place, name),
        spec: {
          type: "ClusterIP",
          selector: labels,
          ports: Object.entries(ports).map(([key, port]) => ({ name: key, port, targetPort: key })),
        },
      },
      { parent, dependsOn },
    );
  return new kubernetes.apps.v1.Deployment(
    child,
    {
      metadata: objectMetadata(place, name),
      spec: {
        replicas: 1,
        // two at once would open one file
        strategy: { type: "Recreate" },
        selector: { matchLabels: labels },
        template: {
          metadata: {
            labels: { ...objectLabels(place.project, "task-service"), ...labels },
            annotations: { "spe.content": contentHash },
          },
          spec: {
            serviceAccountName,
            automountServiceAccountToken: usesApi,
            enableServiceLinks: false,
            securityContext: podSecurity,
            containers: [
              {
                ...container,
                name,
                securityContext: containerSecurity,
                ports: Object.entries(ports).map(([key, port]) => ({ name: key, containerPort: port })),
              },
            ],
            volumes,
          },
        },
      },
    },
    { parent, dependsOn, customTimeouts: { create: "10m", update: "10m" } },
  );
}
