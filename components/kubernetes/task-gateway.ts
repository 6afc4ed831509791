import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { tesBasePath } from "../naming";
import type { ServiceInfo } from "../tasks/service-registry";
import type { GatewaySettings } from "./task-gateway-settings";
import { taskLogin } from "./task-login";
import { buildTaskPod, objectMetadata, type TaskPlace } from "./task-pod";
import { resources } from "./task-pod-security";
import { inputPrefixes, outputPrefixes } from "./task-prefixes";
import type { TaskServer } from "./task-server";
import type { TaskServiceArgs } from "./task-service-args";

/** Name of the gateway's objects and its pods' label `app`, and the port that it listens at. */
export const taskGatewayName = "task-gateway";
export const taskGatewayPort = 8080;

/** What a gateway stands in front of. */
export interface BehindGateway {
  server: TaskServer;
  serviceInfo: ServiceInfo;
  /** What is made before it. */
  dependsOn: pulumi.Resource[];
}

const folder = "/etc/task-gateway";

const privateFolder = "/run/secrets/task-gateway";

/** The program, by whose names its parts import each other. */
const programFiles = ["program", "settings", "person", "task"].map((it) => `task-gateway-${it}.ts`);

/** The program's first file. */
const mainProgram = (hasTls: boolean): string => `import { readFileSync } from "node:fs";
import { createServer } from "node:${hasTls ? "https" : "http"}";
import { taskHandler } from "./task-gateway-program.ts";
import { readSettings } from "./task-gateway-settings.ts";
const tls = ${hasTls ? `{ cert: readFileSync("${privateFolder}/tls.crt"), key: readFileSync("${privateFolder}/tls.key") }` : "{}"};
const gateway = createServer(tls, taskHandler(readSettings("${folder}")));
process.on("SIGTERM", () => gateway.close());
gateway.listen(${taskGatewayPort});
`;

/** Makes the gateway, which alone is reached from outside. */
export function buildTaskGateway(
  child: string,
  place: TaskPlace,
  args: TaskServiceArgs,
  behind: BehindGateway,
): kubernetes.apps.v1.Deployment {
  const { parent } = place;
  const certificateAuthority = args.login.by === "realm" ? args.login.certificateAuthority : undefined;
  const settings = pulumi.jsonStringify(gatewaySettings(args, behind.server));
  const data = {
    "main.ts": mainProgram(args.tls !== undefined),
    ...Object.fromEntries(programFiles.map((it) => [it, readFileSync(join(__dirname, it), "utf8")])),
    "settings.json": settings,
    "service-info.json": JSON.stringify(behind.serviceInfo),
    inputPrefixes: inputPrefixes(args.store).join("\n"),
    outputPrefixes: outputPrefixes(args.store).join("\n"),
    executorImages: args.images.join("\n"),
    ...(certificateAuthority === undefined ? {} : { "ca.pem": certificateAuthority }),
  };
  const config = new kubernetes.core.v1.ConfigMap(
    `${child}-config`,
    { metadata: objectMetadata(place, taskGatewayName, "task-gateway"), data },
    { parent },
  );
  const stringData = privateFiles(args, behind.server);
  const secret =
    Object.keys(stringData).length === 0
      ? undefined
      : new kubernetes.core.v1.Secret(
          `${child}-secret`,
          { metadata: objectMetadata(place, taskGatewayName), stringData },
          { parent, additionalSecretOutputs: ["stringData", "data"] },
        );
  return buildTaskPod(child, place, {
    name: taskGatewayName,
    ports: { http: taskGatewayPort },
    contentHash: pulumi
      .output([data, args.tls?.certificate ?? ""])
      .apply((all) => createHash("sha256").update(JSON.stringify(all)).digest("hex")),
    container: {
      image: args.gatewayImage,
      command: ["node", `${folder}/main.ts`],
      ...(certificateAuthority === undefined
        ? {}
        : { env: [{ name: "NODE_EXTRA_CA_CERTS", value: `${folder}/ca.pem` }] }),
      resources: resources("250m", "256Mi"),
      readinessProbe: {
        httpGet: {
          path: `${tesBasePath}/service-info`,
          port: "http",
          ...(args.tls === undefined ? {} : { scheme: "HTTPS" }),
        },
        periodSeconds: 5,
      },
      livenessProbe: { tcpSocket: { port: "http" }, periodSeconds: 20 },
      volumeMounts: [
        { name: "config", mountPath: folder, readOnly: true },
        ...(secret === undefined ? [] : [{ name: "secret", mountPath: privateFolder, readOnly: true }]),
      ],
    },
    volumes: [
      { name: "config", configMap: { name: config.metadata.name } },
      ...(secret === undefined
        ? []
        : [{ name: "secret", secret: { secretName: secret.metadata.name, defaultMode: 0o440 } }]),
    ],
    dependsOn: behind.dependsOn,
  });
}

/** What only the gateway reads: how it logs in to the server behind it, and its certificate. */
function privateFiles(
  { tls }: TaskServiceArgs,
  { authorization }: TaskServer,
): Record<string, pulumi.Input<string>> {
  return {
    ...(authorization === undefined ? {} : { authorization }),
    ...(tls === undefined ? {} : { "tls.crt": tls.certificate, "tls.key": tls.privateKey }),
  };
}

/** What stands in the gateway's `settings.json`; the lists lie beside it, where the policy pack reads them. */
function gatewaySettings(
  args: TaskServiceArgs,
  { upstream, tags, droppedParts, authorization }: TaskServer,
): pulumi.Input<
  Omit<GatewaySettings, "serviceInfo" | "inputPrefixes" | "outputPrefixes" | "executorImages">
> {
  const login = taskLogin(args);
  return pulumi.output({
    upstream,
    basePath: tesBasePath,
    ...(login === undefined ? {} : { login }),
    ...(authorization === undefined ? {} : { authorizationFile: `${privateFolder}/authorization` }),
    tags,
    droppedParts,
  });
}
