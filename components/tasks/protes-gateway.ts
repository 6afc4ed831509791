import * as pulumi from "@pulumi/pulumi";
import { buildTaskPod, type TaskPlace } from "../kubernetes/task-pod";
import { resources } from "../kubernetes/task-pod-security";
import { tesBasePath, tesBaseUrl } from "../naming";
import { rejectArgs } from "../validation";
import { protesConfig, protesNames, protesPorts, protesUser } from "./protes-config";
import type { ProtesGatewayArgs } from "./protes-gateway-args";
import { protesGatewayProblems } from "./protes-gateway-problems";
import { buildMongodb, buildRabbitmq, buildSecret, hashOf } from "./protes-servers";

/**
 * A gateway that spreads tasks over services, by proTES: people show a token, its servers have passwords of their own and
 * nobody from outside reaches them. It sends tasks on in its own name, so that the services cannot tell people apart.
 */
export class ProtesGateway extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:tasks:ProtesGateway";

  /** What TES's paths come after. */
  readonly tesBaseUrl: pulumi.Output<string>;

  constructor(name: string, args: ProtesGatewayArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ProtesGateway.__pulumiType, name, {}, opts);
    rejectArgs(`gateway "${name}"`, protesGatewayProblems(args));

    const { project, namespace } = args;
    const place = { project, namespace, parent: this };
    const made = [buildMongodb(name, place, args), buildRabbitmq(name, place, args)];
    this.buildProtes(name, place, args, made);
    this.tesBaseUrl = pulumi.output(tesBaseUrl(args.host));
    this.registerOutputs({ tesBaseUrl: this.tesBaseUrl });
  }

  /** The API and the worker that hands tasks on, which share one configuration. */
  private buildProtes(
    name: string,
    place: TaskPlace,
    args: ProtesGatewayArgs,
    dependsOn: pulumi.Resource[],
  ): void {
    const config = protesConfig(args);
    const secret = buildSecret(`${name}-secret`, place, protesNames.api, {
      "config.yaml": config,
      mongodb: args.passwords.mongodb,
    });
    const shared = {
      contentHash: pulumi.unsecret(config.apply(hashOf)),
      dependsOn,
      volumes: [
        {
          name: "config",
          secret: {
            secretName: secret.metadata.name,
            items: [{ key: "config.yaml", path: "config.yaml" }],
            defaultMode: 0o440,
          },
        },
        { name: "specs", emptyDir: { sizeLimit: "64Mi" } },
        { name: "tmp", emptyDir: { sizeLimit: "64Mi" } },
      ],
    };
    const container = {
      image: args.images.protes,
      workingDir: "/app/pro_tes",
      env: [
        { name: "MONGO_USERNAME", value: protesUser },
        {
          name: "MONGO_PASSWORD",
          valueFrom: { secretKeyRef: { name: secret.metadata.name, key: "mongodb" } },
        },
        { name: "MONGO_DBNAME", value: "taskStore" },
        { name: "HOME", value: "/tmp" },
      ],
      volumeMounts: [
        { name: "config", mountPath: "/app/pro_tes/config.yaml", subPath: "config.yaml", readOnly: true },
        { name: "specs", mountPath: "/data" },
        { name: "tmp", mountPath: "/tmp" },
      ],
    };
    buildTaskPod(`${name}-api`, place, {
      ...shared,
      name: protesNames.api,
      ports: { http: protesPorts.api },
      container: {
        ...container,
        command: ["gunicorn", "-c", "gunicorn.py", "wsgi:app"],
        resources: resources("500m", "512Mi"),
        readinessProbe: { httpGet: { path: `${tesBasePath}/service-info`, port: "http" }, periodSeconds: 10 },
        livenessProbe: { tcpSocket: { port: "http" }, initialDelaySeconds: 30, periodSeconds: 20 },
      },
    });
    buildTaskPod(`${name}-worker`, place, {
      ...shared,
      name: protesNames.worker,
      ports: {},
      container: {
        ...container,
        command: [
          "celery",
          "-A",
          "celery_worker",
          "worker",
          "-E",
          "--loglevel=info",
          "-c",
          "1",
          "-Q",
          "celery",
        ],
        resources: resources("500m", "512Mi"),
      },
    });
  }
}
