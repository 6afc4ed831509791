import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import { tesBasePath } from "../naming";
import type { ServiceInfo } from "../tasks/service-registry";
import { buildTaskPod, objectMetadata, type TaskPlace } from "./task-pod";
import { resources } from "./task-pod-security";
import { inputPrefixes } from "./task-prefixes";
import type { TaskServer } from "./task-server";
import type { TaskServiceArgs, TaskStore, TeskServer } from "./task-service-args";
import { teskEnvironment, teskNames, teskPort } from "./tesk-environment";

/** TES-K as native objects: its chart sets neither digests nor properties of the login. */
export const teskServer = (args: TaskServiceArgs, server: TeskServer): TaskServer => ({
  upstream: `http://${teskNames.api}:${teskPort}`,
  tags: {},
  droppedParts: [],
  serverImages: [server.api],
  filerImages: [server.taskmaster, server.filer],
  accounts: {
    [teskNames.account]: [server.api, server.taskmaster],
    // filer and executors name none
    default: [server.filer, ...args.images],
  },
  build: (child, place, serviceInfo, admission) => [
    ...buildTaskmaster(child, place),
    buildApi(child, place, { args, server, serviceInfo, admission }),
  ],
});

/** The rights of the API and of taskmasters (charts/tesk, taskmaster-rbac.yaml). */
function buildTaskmaster(child: string, place: TaskPlace): pulumi.Resource[] {
  const { parent, namespace } = place;
  const metadata = objectMetadata(place, teskNames.account);
  const account = new kubernetes.core.v1.ServiceAccount(
    `${child}-${teskNames.account}`,
    // taskmasters, which TES-K makes, say nothing of it and need the token
    { metadata, automountServiceAccountToken: true },
    { parent },
  );
  const role = new kubernetes.rbac.v1.Role(
    `${child}-${teskNames.account}-role`,
    {
      metadata,
      rules: [
        { apiGroups: [""], resources: ["pods"], verbs: ["list", "patch"] },
        {
          apiGroups: [""],
          resources: ["persistentvolumeclaims", "configmaps"],
          verbs: ["create", "delete", "get"],
        },
        { apiGroups: [""], resources: ["pods/log", "pods/status"], verbs: ["get", "list"] },
        { apiGroups: ["batch"], resources: ["jobs"], verbs: ["create", "delete", "get", "list", "patch"] },
      ],
    },
    { parent },
  );
  const binding = new kubernetes.rbac.v1.RoleBinding(
    `${child}-${teskNames.account}-binding`,
    {
      metadata,
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "Role", name: role.metadata.name },
      subjects: [{ kind: "ServiceAccount", name: account.metadata.name, namespace }],
    },
    { parent },
  );
  return [account, role, binding];
}

/** What its API is made from. */
interface TeskApi {
  args: TaskServiceArgs;
  server: TeskServer;
  serviceInfo: ServiceInfo;
  admission: pulumi.Resource;
}

function buildApi(
  child: string,
  place: TaskPlace,
  { args, server, serviceInfo, admission }: TeskApi,
): kubernetes.apps.v1.Deployment {
  const { parent } = place;
  // TES-K adds what tasks may name
  const info = stringify({ ...serviceInfo, storage: inputPrefixes(args.store) });
  const config = new kubernetes.core.v1.ConfigMap(
    `${child}-${teskNames.serviceInfo}`,
    { metadata: objectMetadata(place, teskNames.serviceInfo), data: { "service-info.yaml": info } },
    { parent },
  );
  const keys = new kubernetes.core.v1.Secret(
    `${child}-${teskNames.keys}`,
    { metadata: objectMetadata(place, teskNames.keys), stringData: storeFiles(args.store) },
    { parent, additionalSecretOutputs: ["stringData", "data"] },
  );
  return buildTaskPod(`${child}-api`, place, {
    name: teskNames.api,
    ports: { http: teskPort },
    usesApi: true,
    serviceAccount: teskNames.account,
    contentHash: createHash("sha256").update(info).digest("hex"),
    container: {
      image: server.api,
      env: teskEnvironment(args, server, tesBasePath),
      resources: resources("1", "2Gi", "1Gi"),
      readinessProbe: { httpGet: { path: `${tesBasePath}/service-info`, port: "http" }, periodSeconds: 10 },
      livenessProbe: { tcpSocket: { port: "http" }, initialDelaySeconds: 60, periodSeconds: 20 },
      volumeMounts: [
        { name: "service-info", mountPath: "/etc/tesk/service-info", readOnly: true },
        { name: "tmp", mountPath: "/tmp" },
      ],
    },
    volumes: [
      { name: "service-info", configMap: { name: config.metadata.name } },
      { name: "tmp", emptyDir: { sizeLimit: "512Mi" } },
    ],
    dependsOn: [keys, admission],
  });
}

/** The store's address and keys, in the files of AWS's tools. */
function storeFiles({ url, region = "us-east-1", buckets }: TaskStore) {
  const [bucket] = buckets;
  return {
    config: pulumi.interpolate`[default]\nendpoint_url=${url}\nregion=${region}\n`,
    credentials: pulumi.secret(
      pulumi.interpolate`[default]\naws_access_key_id=${bucket?.accessKey}\naws_secret_access_key=${bucket?.secretKey}\n`,
    ),
  };
}
