/** Services of tasks that are right, for the specs that get one thing wrong. */
import type * as pulumi from "@pulumi/pulumi";
import type { TaskServiceArgs, TeskServer } from "../../../components/kubernetes/task-service-args";
import { heart } from "../cloud/heart";

/** An image by its digest. */
export const pinned = (name: string): string => `registry.site.example/${name}@sha256:${"0a".repeat(32)}`;

export const password = "a-password-of-more-than-32-characters";

/** Funnel, with the project's realm. */
export const funnelTasks: TaskServiceArgs = {
  project: heart,
  namespace: "heart-tasks",
  kubernetesVersion: "1.36.0",
  host: "tes.heart.example",
  operator: { name: "Heart Centre", url: "https://heart.example" },
  server: { by: "funnel", image: pinned("funnel:0.12.2"), password },
  gatewayImage: pinned("node:24.21.0"),
  images: [pinned("samtools:1.21"), pinned("bwa:0.7.19")],
  login: { by: "realm", issuer: "https://login.heart.example/realms/heart", audience: "heart-tasks" },
  store: {
    url: "https://store.heart.example",
    buckets: [
      { bucket: "heart-input", access: "read", accessKey: "read-key", secretKey: "read-secret" },
      { bucket: "heart-scratch", access: "write", accessKey: "write-key", secretKey: "write-secret" },
    ],
  },
};

export const tesk: TeskServer = {
  by: "tesk",
  api: pinned("tesk-api:1.1.0"),
  taskmaster: pinned("tesk-core-taskmaster:a50995a"),
  filer: pinned("tesk-core-filer:v0.10.2"),
};

/** TES-K, with LS AAI and one bucket. */
export const teskTasks: TaskServiceArgs = {
  ...funnelTasks,
  project: { ...heart, tier: 1 },
  server: tesk,
  login: {
    by: "ls-aai",
    entitlement: "urn:geant:lifescience-ri.eu:group:heart:researchers#aai.lifescience-ri.eu",
  },
  store: { ...funnelTasks.store, buckets: funnelTasks.store.buckets.slice(1) },
};

/** What an output holds. */
export const heldBy = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => output.apply((value) => resolve(value as T)));
