import type { ProjectFacts } from "../five-safes";
import type { FlowLine } from "./network-lines";

/** What a project's namespace is made from. */
export interface ProjectNamespaceArgs {
  project: ProjectFacts;
  /** Version of the cluster, `1.36.0`; its minor version pins the Pod Security Standard. From 1.34. */
  kubernetesVersion: string;
  /** What its pods may take together. */
  quota: NamespaceQuota;
  /** The only ways that are open, beside questions for names. @default none */
  flows?: FlowLine[];
}

/** What the pods of a namespace may take together; each pod gets a part of it where it asks for nothing. */
export interface NamespaceQuota {
  /** Cores. */
  cpu: number;
  /** Memory, in GiB. */
  memoryGib: number;
  /** Number of pods. */
  pods: number;
}
