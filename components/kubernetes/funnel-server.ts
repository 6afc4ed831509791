import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import {
  type FunnelConfigArgs,
  funnelAuthorization,
  funnelPorts,
  funnelServerConfig,
  funnelWorkerConfig,
} from "./funnel-config";
import { buildFunnelRights } from "./funnel-rights";
import { buildFunnelSweeper } from "./funnel-sweeper";
import { funnelAccounts, workerPlaces } from "./funnel-templates";
import { buildTaskPod, objectMetadata, type TaskPlace } from "./task-pod";
import { resources } from "./task-pod-security";
import type { TaskServer } from "./task-server";
import type { FunnelServer, TaskServiceArgs } from "./task-service-args";
import { tasksAtATimeBounds } from "./tasks-at-a-time";

const configFolder = "/etc/funnel";

/** Funnel with its Kubernetes back end: a server that knows the tasks, and a worker for each. */
export const funnelServer = (args: TaskServiceArgs, server: FunnelServer): TaskServer => ({
  upstream: `http://${funnelAccounts.server}:${funnelPorts.http}`,
  // else it makes an account for each task, and never removes it
  tags: { _WORKER_SA: funnelAccounts.worker },
  // executors' templates are not told of them
  droppedParts: ["env"],
  authorization: funnelAuthorization(server),
  serverImages: [server.image],
  filerImages: [],
  accounts: {
    [funnelAccounts.server]: [server.image, args.gatewayImage],
    [funnelAccounts.worker]: [server.image],
    [funnelAccounts.task]: args.images,
  },
  build: (child, place, _serviceInfo, admission) => {
    const rights = buildFunnelRights(child, place);
    buildFunnelSweeper(child, place, args.gatewayImage, [admission, ...rights]);
    const bound = buildWorkersQuota(child, place, server);
    return [buildServer(child, place, { args, server, dependsOn: [admission, bound, ...rights] })];
  },
});

/**
 * A worker holds its place until its task's pod has ended. Without a bound of their own, workers of many tasks would take the
 * namespace's whole quota, and no task could ever start.
 */
const buildWorkersQuota = (
  child: string,
  place: TaskPlace,
  { tasksAtATime = tasksAtATimeBounds.default }: FunnelServer,
): kubernetes.core.v1.ResourceQuota =>
  new kubernetes.core.v1.ResourceQuota(
    `${child}-workers`,
    {
      metadata: objectMetadata(place, "funnel-workers"),
      // no other pod has a deadline of its own
      spec: { hard: { pods: String(tasksAtATime) }, scopes: ["Terminating"] },
    },
    { parent: place.parent },
  );

/** What Funnel's server is made from. */
interface ServerParts {
  args: TaskServiceArgs;
  server: FunnelServer;
  dependsOn: pulumi.Resource[];
}

function buildServer(
  child: string,
  place: TaskPlace,
  { args, server, dependsOn }: ServerParts,
): kubernetes.apps.v1.Deployment {
  const { parent } = place;
  const { state, scratch } = args.storageClasses ?? { state: "encrypted", scratch: "encrypted-scratch" };
  const { certificateAuthority } = args.store;
  const worker = objectMetadata(place, funnelAccounts.worker);
  const config: FunnelConfigArgs = {
    namespace: args.namespace,
    store: args.store,
    server,
    templates: {
      image: server.image,
      hasAuthority: certificateAuthority !== undefined,
      secretName: worker.name,
      scratchClass: scratch,
      diskGib: args.scratchGib ?? 50,
    },
  };
  const secret = (name: string, metadata: typeof worker, stringData: Record<string, pulumi.Input<string>>) =>
    new kubernetes.core.v1.Secret(
      name,
      { metadata, stringData },
      { parent, additionalSecretOutputs: ["stringData", "data"] },
    );
  const workerSecret = secret(`${child}-worker-config`, worker, {
    [workerPlaces.file]: pulumi.secret(funnelWorkerConfig(config)),
    ...(certificateAuthority === undefined ? {} : { "ca.pem": certificateAuthority }),
  });
  const text = pulumi.secret(funnelServerConfig(config));
  const serverSecret = secret(`${child}-config`, objectMetadata(place, funnelAccounts.server), {
    "funnel.json": text,
  });
  const claim = new kubernetes.core.v1.PersistentVolumeClaim(
    `${child}-state`,
    {
      metadata: {
        ...objectMetadata(place, funnelAccounts.server),
        // its volume may be made when its pod is there
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        storageClassName: state,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "1Gi" } },
      },
    },
    { parent },
  );
  return buildTaskPod(child, place, {
    name: funnelAccounts.server,
    ports: { http: funnelPorts.http, rpc: funnelPorts.rpc },
    usesApi: true,
    serviceAccount: funnelAccounts.server,
    contentHash: pulumi.unsecret(text.apply((it) => createHash("sha256").update(it).digest("hex"))),
    container: {
      image: server.image,
      args: ["server", "run", "--config", `${configFolder}/funnel.json`],
      env: [{ name: "HOME", value: "/tmp" }],
      resources: resources("500m", "512Mi"),
      readinessProbe: { httpGet: { path: "/healthz", port: "http" }, periodSeconds: 5 },
      livenessProbe: { tcpSocket: { port: "http" }, periodSeconds: 20 },
      volumeMounts: [
        { name: "config", mountPath: configFolder, readOnly: true },
        { name: "state", mountPath: "/var/lib/funnel" },
        { name: "tmp", mountPath: "/tmp" },
      ],
    },
    volumes: [
      { name: "config", secret: { secretName: serverSecret.metadata.name, defaultMode: 0o440 } },
      { name: "state", persistentVolumeClaim: { claimName: claim.metadata.name } },
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
    ],
    dependsOn: [...dependsOn, workerSecret],
  });
}
