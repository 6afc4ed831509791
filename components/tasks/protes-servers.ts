/** The servers that proTES needs beside it: MongoDB for what it knows, RabbitMQ between API and worker. */
import { createHash } from "node:crypto";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { buildTaskPod, objectMetadata, type TaskPlace } from "../kubernetes/task-pod";
import { resources } from "../kubernetes/task-pod-security";
import { mongodbStart, protesNames, protesPorts, protesUser, rabbitmqConfig } from "./protes-config";
import type { ProtesGatewayArgs } from "./protes-gateway-args";
import { passwordProblem } from "./protes-gateway-problems";

/** What proTES knows, with a user that reaches its database alone. */
export function buildMongodb(name: string, place: TaskPlace, args: ProtesGatewayArgs): pulumi.Resource {
  const child = `${name}-mongodb`;
  const metadata = objectMetadata(place, protesNames.mongodb, "gateway");
  const start = new kubernetes.core.v1.ConfigMap(
    `${child}-start`,
    { metadata, data: { "user.js": mongodbStart } },
    { parent: place.parent },
  );
  const secret = buildSecret(`${child}-secret`, place, protesNames.mongodb, {
    root: checked("mongodbRoot", args.passwords.mongodbRoot),
    user: checked("mongodb", args.passwords.mongodb),
  });
  const password = (key: string) => ({ valueFrom: { secretKeyRef: { name: secret.metadata.name, key } } });
  return buildTaskPod(child, place, {
    name: protesNames.mongodb,
    ports: { mongodb: protesPorts.mongodb },
    contentHash: hashOf(mongodbStart),
    container: {
      image: args.images.mongodb,
      env: [
        { name: "MONGO_INITDB_ROOT_USERNAME", value: "root" },
        { name: "MONGO_INITDB_ROOT_PASSWORD", ...password("root") },
        { name: "MONGO_APP_USERNAME", value: protesUser },
        { name: "MONGO_APP_PASSWORD", ...password("user") },
      ],
      resources: resources("500m", "1Gi"),
      readinessProbe: { tcpSocket: { port: "mongodb" }, periodSeconds: 10 },
      volumeMounts: [
        { name: "data", mountPath: "/data/db" },
        { name: "tmp", mountPath: "/tmp" },
        { name: "start", mountPath: "/docker-entrypoint-initdb.d", readOnly: true },
      ],
    },
    volumes: [
      buildVolume(child, place, protesNames.mongodb, args),
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
      { name: "start", configMap: { name: start.metadata.name } },
    ],
  });
}

/** The queue between the API and the worker, with one user. */
export function buildRabbitmq(name: string, place: TaskPlace, args: ProtesGatewayArgs): pulumi.Resource {
  const child = `${name}-rabbitmq`;
  const secret = buildSecret(`${child}-secret`, place, protesNames.rabbitmq, {
    "rabbitmq.conf": rabbitmqConfig(checked("rabbitmq", args.passwords.rabbitmq)),
  });
  return buildTaskPod(child, place, {
    name: protesNames.rabbitmq,
    ports: { amqp: protesPorts.rabbitmq },
    contentHash: "",
    container: {
      image: args.images.rabbitmq,
      resources: resources("500m", "512Mi"),
      readinessProbe: { tcpSocket: { port: "amqp" }, periodSeconds: 10 },
      volumeMounts: [
        { name: "data", mountPath: "/var/lib/rabbitmq" },
        { name: "tmp", mountPath: "/tmp" },
        { name: "config", mountPath: "/etc/rabbitmq", readOnly: true },
      ],
    },
    volumes: [
      buildVolume(child, place, protesNames.rabbitmq, args),
      { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
      { name: "config", secret: { secretName: secret.metadata.name, defaultMode: 0o440 } },
    ],
  });
}

/** A Secret of one of the servers. */
export function buildSecret(
  child: string,
  place: TaskPlace,
  name: string,
  stringData: Record<string, pulumi.Input<string>>,
): kubernetes.core.v1.Secret {
  return new kubernetes.core.v1.Secret(
    child,
    { metadata: objectMetadata(place, name, "gateway"), stringData: pulumi.secret(stringData) },
    { parent: place.parent, additionalSecretOutputs: ["stringData", "data"] },
  );
}

/** A volume for what a server keeps. */
function buildVolume(
  child: string,
  place: TaskPlace,
  name: string,
  { storageClass = "encrypted" }: ProtesGatewayArgs,
): kubernetes.types.input.core.v1.Volume {
  const claim = new kubernetes.core.v1.PersistentVolumeClaim(
    `${child}-claim`,
    {
      metadata: {
        ...objectMetadata(place, name, "gateway"),
        // its volume may be made when its pod is there
        annotations: { "pulumi.com/skipAwait": "true" },
      },
      spec: {
        storageClassName: storageClass,
        accessModes: ["ReadWriteOnce"],
        resources: { requests: { storage: "2Gi" } },
      },
    },
    { parent: place.parent },
  );
  return { name: "data", persistentVolumeClaim: { claimName: claim.metadata.name } };
}

/** Digest of what a server is told: another one needs new pods. */
export const hashOf = (text: string): string => createHash("sha256").update(text).digest("hex");

/** A password that is told later than the arguments are looked at. */
const checked = (key: string, password: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.output(password).apply((it) => {
    const problem = passwordProblem(it);
    if (problem !== undefined) throw new pulumi.RunError(`passwords.${key} ${problem}`);
    return it;
  });
