import * as pulumi from "@pulumi/pulumi";
import {
  claimTemplate,
  executorTemplate,
  type FunnelTemplateArgs,
  funnelAccounts,
  roleBindingTemplate,
  roleTemplate,
  volumeTemplate,
  workerPlaces,
  workerTemplate,
} from "./funnel-templates";
import type { FunnelServer, TaskServiceArgs } from "./task-service-args";

/** Names and ports of Funnel. */
export const funnelPorts = { http: 8000, rpc: 9090 } as const;

/** Who logs in to Funnel: the gateway and the workers, both by one password. */
const user = "spe";

/** The `Authorization` by which the gateway speaks to Funnel. */
export const funnelAuthorization = ({ password }: FunnelServer): pulumi.Output<string> =>
  pulumi.secret(
    pulumi.output(password).apply((it) => `Basic ${Buffer.from(`${user}:${it}`).toString("base64")}`),
  );

const off = { Disabled: true };

/** What Funnel and its workers are both told (github.com/ohsu-comp-bio/funnel, config/config.proto). */
const common = ({ namespace }: FunnelConfigArgs) => ({
  Database: "boltdb",
  Compute: "kubernetes",
  EventWriters: ["log"],
  Logger: { level: "info" },
  // only the project's buckets: no disk, no other store, no web
  LocalStorage: off,
  AmazonS3: off,
  GoogleStorage: off,
  Swift: off,
  HTTPStorage: off,
  FTPStorage: off,
  Kubernetes: {
    Namespace: namespace,
    JobsNamespace: namespace,
    ServiceAccount: funnelAccounts.worker,
    Resources: { Defaults: { Cpus: "1", RamGb: "2Gi", DiskGb: "1Gi" }, Limits: {} },
  },
});

/** What the configuration is made from. */
export type FunnelConfigArgs = Pick<TaskServiceArgs, "namespace" | "store"> & {
  server: FunnelServer;
  templates: FunnelTemplateArgs;
};

/**
 * What Funnel's server is told. It writes all of this into a ConfigMap for each task, so that keys of the store must not
 * stand here.
 */
export function funnelServerConfig(args: FunnelConfigArgs): pulumi.Output<string> {
  const { server, store, templates } = args;
  const shared = common(args);
  return pulumi.jsonStringify({
    ...shared,
    Server: {
      HostName: funnelAccounts.server,
      HTTPPort: `${funnelPorts.http}`,
      RPCPort: `${funnelPorts.rpc}`,
      ServiceName: funnelAccounts.server,
      DisableHTTPCache: true,
      BasicAuth: [{ User: user, Password: server.password, Admin: true }],
      TaskAccess: "All",
    },
    BoltDB: { Path: "/var/lib/funnel/funnel.db" },
    // without both it takes no task with files
    GenericS3: [{ Bucket: store.buckets[0]?.bucket, Region: store.region ?? "us-east-1" }],
    Kubernetes: {
      ...shared.Kubernetes,
      ReconcileRate: "5s",
      WorkerTemplate: workerTemplate(templates),
      PVTemplate: volumeTemplate(),
      PVCTemplate: claimTemplate(templates),
      RoleTemplate: roleTemplate(),
      RoleBindingTemplate: roleBindingTemplate(),
    },
  });
}

/** What a worker is told. */
export function funnelWorkerConfig(args: FunnelConfigArgs): pulumi.Output<string> {
  const { server, store } = args;
  const shared = common(args);
  return pulumi.jsonStringify({
    ...shared,
    // of these it makes the server's address again, whatever stands below (cmd/util/config.go)
    Server: { HostName: funnelAccounts.server, RPCPort: `${funnelPorts.rpc}` },
    RPCClient: {
      ServerAddress: `${funnelAccounts.server}:${funnelPorts.rpc}`,
      Credential: { User: user, Password: server.password },
      Timeout: { duration: "60s" },
      MaxRetries: 10,
    },
    Worker: {
      WorkDir: workerPlaces.work,
      PollingRate: "2s",
      LogUpdateRate: "2s",
      LogTailSize: 10_000,
      MaxParallelTransfers: 4,
    },
    GenericS3: store.buckets.map(({ accessKey, secretKey }) => ({
      Endpoint: store.url,
      Region: store.region ?? "us-east-1",
      Key: accessKey,
      Secret: secretKey,
    })),
    Kubernetes: { ...shared.Kubernetes, ExecutorTemplate: executorTemplate() },
  });
}
