/** Programs in pods that hold the rules on their settings: Keycloak, MinIO, WESkit and what stands before desktops and tasks. */
import type { Judged } from "../../policies/judge";
import { changed } from "../support/verdict";

const metadata = (name: string, labels: Record<string, string> = {}) => ({
  name,
  namespace: "heart-tasks",
  labels: { "spe.project": "heart", ...labels },
});

const image = (path: string): string => `${path}@sha256:${"0a".repeat(32)}`;

/** Variables of a container; a value that is an object says where it comes from, and `undefined` removes one. */
const variables = (env: Record<string, unknown>) =>
  Object.entries(env)
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => (typeof value === "object" ? { name, valueFrom: value } : { name, value }));

/** Where a value in a Secret is. */
export const fromSecret = { secretKeyRef: { name: "settings", key: "value" } };

/** Where a value in a ConfigMap is. */
export const fromConfigMap = { configMapKeyRef: { name: "settings", key: "value" } };

type Container = Record<string, unknown> & { name: string; env: Record<string, unknown> };

const deploymentOf = ({ env, ...container }: Container): Judged => ({
  type: "kubernetes:apps/v1:Deployment",
  name: `heart-${container.name}`,
  props: {
    metadata: metadata(container.name),
    spec: {
      template: {
        metadata: { labels: { app: container.name } },
        spec: {
          automountServiceAccountToken: false,
          securityContext: {
            runAsNonRoot: true,
            runAsUser: 1000,
            seccompProfile: { type: "RuntimeDefault" },
          },
          containers: [
            {
              securityContext: {
                allowPrivilegeEscalation: false,
                capabilities: { drop: ["ALL"] },
                readOnlyRootFilesystem: true,
              },
              resources: { limits: { cpu: "1", memory: "2Gi", "ephemeral-storage": "1Gi" } },
              ...container,
              env: variables(env),
            },
          ],
        },
      },
    },
  },
});

/** A program's deployment with some of its variables, or other parts of its container, changed. */
const program =
  (container: Container) =>
  (env: Record<string, unknown> = {}, changes: Record<string, unknown> = {}): Judged =>
    deploymentOf({ ...container, ...changes, env: { ...container.env, ...env } });

export const keycloak = program({
  name: "keycloak",
  image: image("quay.io/keycloak/keycloak:26.4.7"),
  args: ["start", "--optimized"],
  env: {
    KC_HOSTNAME: "https://login.example.org",
    KC_HTTP_ENABLED: "true",
    KC_PROXY_HEADERS: "xforwarded",
    KC_PROXY_TRUSTED_ADDRESSES: "10.0.3.7,10.0.3.8",
    KC_BOOTSTRAP_ADMIN_PASSWORD: fromSecret,
  },
});

export const minio = program({
  name: "minio",
  image: image("quay.io/minio/minio:RELEASE.2025-09-07T16-13-09Z"),
  args: ["server", "/data", "--console-address", ":9001"],
  volumeMounts: [{ name: "tls", mountPath: "/root/.minio/certs", readOnly: true }],
  env: {
    MINIO_ROOT_USER: fromSecret,
    MINIO_ROOT_PASSWORD: fromSecret,
    MINIO_KMS_AUTO_ENCRYPTION: "on",
    MINIO_AUDIT_WEBHOOK_ENABLE_SINK: "on",
    MINIO_AUDIT_WEBHOOK_ENDPOINT_SINK: "https://audit.example.org/minio",
    MINIO_IDENTITY_OPENID_CONFIG_URL_HEART:
      "https://login.example.org/realms/heart/.well-known/openid-configuration",
    MINIO_IDENTITY_OPENID_CLIENT_SECRET_HEART: fromSecret,
    MINIO_IDENTITY_OPENID_ROLE_POLICY_HEART: "spe-heart-researcher",
    MINIO_IDENTITY_OPENID_REDIRECT_URI_DYNAMIC_HEART: "off",
  },
});

export const weskit = program({
  name: "weskit",
  image: image("registry.gitlab.com/one-touch-pipeline/weskit/api:1.0.0"),
  volumeMounts: [
    { name: "data", mountPath: "/weskit/data" },
    { name: "workflows", mountPath: "/weskit/workflows", readOnly: true },
  ],
  env: {
    WESKIT_WORKFLOWS: "/weskit/workflows",
    WESKIT_LOGIN: "true",
    WESKIT_VERIFY_HTTPS: "true",
    WESKIT_JWT_COOKIE_SECURE: "true",
    WESKIT_JWT_DECODE_AUDIENCE: "heart-weskit",
    WESKIT_OIDC_ISSUER_URL: "https://login.example.org/realms/heart",
  },
});

export const teskApi = program({
  name: "tesk-api",
  image: image("docker.io/elixircloud/tesk-api:1.1.0"),
  env: { SPRING_PROFILES_ACTIVE: "auth", TESK_API_TASKMASTER_DEBUG: "false" },
});

/** A ConfigMap with some of its texts changed. */
export const configMapOf = (
  name: string,
  data: Record<string, unknown>,
  labels?: Record<string, string>,
): Judged => ({
  type: "kubernetes:core/v1:ConfigMap",
  name: `heart-${name}`,
  props: { metadata: metadata(name, labels), data, binaryData: {} },
});

/** A Secret of texts. */
export const secretOf = (name: string, stringData: Record<string, unknown>): Judged => ({
  ...configMapOf(name, {}),
  type: "kubernetes:core/v1:Secret",
  props: { metadata: metadata(name), stringData },
});

export const rootKeys = secretOf("minio-root", { MINIO_ROOT_PASSWORD: "a-long-secret-that-nobody-guesses" });

export const desktopXml = `<user-mapping>
  <authorize username="rosa">
    <connection name="workbench">
      <protocol>rdp</protocol>
      <param name="hostname">10.0.1.5</param>
      <param name="disable-copy">true</param>
      <param name="disable-paste">true</param>
      <param name="enable-drive">false</param>
    </connection>
  </authorize>
</user-mapping>`;

export const desktops = configMapOf("desktops", { "user-mapping.xml": desktopXml });

/** The gateway before the task server, with some of its lists changed. */
export const gatewayOf = (lists: Record<string, unknown> = {}): Judged =>
  configMapOf(
    "task-gateway",
    {
      outputPrefixes: "s3://heart-scratch/tasks/\ns3://heart-egress-request/\n",
      inputPrefixes: '["s3://heart-input/", "https://reference.example.org/genomes/"]',
      executorImages: "- docker.io/biocontainers/*\n",
      ...lists,
    },
    { "spe.role": "task-gateway" },
  );

export const weskitConfig = `login:
  enabled: true
  jwt:
    JWT_COOKIE_SECURE: true
    JWT_TOKEN_LOCATION: [headers]
    JWT_DECODE_AUDIENCE: heart-weskit
static_service_info:
  supported_filesystem_protocols: [file]
workflow_engines:
  SMK:
    "7.30.2":
      default_parameters:
        - { name: cores, value: "4", api: true }
        - { name: use-conda, value: "true", api: false }
`;

export const workflowList = `snakemake_example:
  type: SMK
  uri: file:snakemake-example/Snakefile
  version: "7.30.2"
`;

export const weskitFiles = configMapOf("weskit", {
  "config.yaml": weskitConfig,
  "info.yaml": workflowList,
});

/** The service of the object store: its API, not its console. */
export const minioService: Judged = {
  type: "kubernetes:core/v1:Service",
  name: "heart-minio-service",
  props: { metadata: metadata("minio"), spec: { type: "ClusterIP", ports: [{ name: "api", port: 9000 }] } },
};

/** The service with some parts of its spec changed. */
export const serviceOf = (spec: Record<string, unknown>): Judged =>
  changed(minioService, { spec: { ...(minioService.props?.spec as object), ...spec } });

/** All of them, beside the resources of the other files. */
export const compliantPrograms: Judged[] = [
  keycloak(),
  minio(),
  weskit(),
  teskApi(),
  rootKeys,
  desktops,
  gatewayOf(),
  weskitFiles,
  minioService,
];
