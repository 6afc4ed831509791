import * as pulumi from "@pulumi/pulumi";
import { tesBaseUrl } from "../naming";
import { type ExternalService, type ServiceInfo, serviceId, tesType } from "../tasks/service-registry";
import { rejectArgs } from "../validation";
import { funnelServer } from "./funnel-server";
import { TaskAdmission } from "./task-admission";
import { buildTaskGateway, taskGatewayName, taskGatewayPort } from "./task-gateway";
import { inputPrefixes } from "./task-prefixes";
import type { TaskServiceArgs } from "./task-service-args";
import { taskServiceProblems } from "./task-service-problems";
import { teskServer } from "./tesk-server";

/** The service inside the cluster, for what publishes it. */
export interface TaskEndpoint {
  /** Name of the Service in the namespace. */
  service: string;
  port: number;
  /** Labels of its pods. */
  pods: Record<string, string>;
  /** The only addresses that may reach it; left out, they may be whoever shows a token. */
  sourceRanges?: string[];
}

/** A GA4GH task execution service in a project's namespace: people's tasks become pods, within the project's limits. */
export class TaskService extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:TaskService";

  /** Address that people reach it by, once something publishes `endpoint` under the host's name. */
  readonly url: pulumi.Output<string>;
  /** What TES's paths come after, `https://tes.heart.example/ga4gh/tes/v1`. */
  readonly tesBaseUrl: pulumi.Output<string>;
  /** What it says of itself; open to everybody who reaches it. */
  readonly serviceInfoUrl: pulumi.Output<string>;
  /** Its entry in a registry of services. */
  readonly registryEntry: pulumi.Output<ExternalService>;
  /** What to publish, and to let nobody reach but the one that publishes it. */
  readonly endpoint: TaskEndpoint;

  constructor(name: string, args: TaskServiceArgs, opts?: pulumi.ComponentResourceOptions) {
    super(TaskService.__pulumiType, name, {}, opts);
    rejectArgs(`task service "${name}"`, taskServiceProblems(args));

    const { project, namespace, gatewayImage, store } = args;
    const place = { project, namespace, parent: this };
    const server =
      args.server.by === "funnel" ? funnelServer(args, args.server) : teskServer(args, args.server);
    const admission = new TaskAdmission(
      `${name}-admission`,
      {
        project,
        namespace,
        accounts: { ...server.accounts, [taskGatewayName]: [gatewayImage] },
        serverImages: [...server.serverImages, gatewayImage],
        filerImages: server.filerImages,
        prefixes: inputPrefixes(store),
      },
      { parent: this },
    );
    const serviceInfo = serviceInfoOf(args);
    const made = server.build(`${name}-server`, place, serviceInfo, admission);
    buildTaskGateway(`${name}-gateway`, place, args, { server, serviceInfo, dependsOn: made });

    const url = `https://${args.host}`;
    const baseUrl = tesBaseUrl(args.host);
    this.endpoint = {
      service: taskGatewayName,
      port: taskGatewayPort,
      pods: { app: taskGatewayName },
      ...(args.login.by === "none" ? { sourceRanges: args.login.sourceRanges } : {}),
    };
    this.url = pulumi.output(url);
    this.tesBaseUrl = pulumi.output(baseUrl);
    this.serviceInfoUrl = pulumi.output(`${baseUrl}/service-info`);
    this.registryEntry = pulumi.output({ ...serviceInfo, url: baseUrl });
    this.registerOutputs({
      url: this.url,
      tesBaseUrl: this.tesBaseUrl,
      serviceInfoUrl: this.serviceInfoUrl,
      registryEntry: this.registryEntry,
    });
  }
}

/** What the service says of itself, whoever's program it is. */
function serviceInfoOf({ project, host, operator, server }: TaskServiceArgs): ServiceInfo {
  const { name, url, contactUrl = `mailto:${project.manager}` } = operator;
  return {
    id: serviceId(host),
    name: `Tasks of ${project.id}`,
    type: tesType,
    description: `Task execution in the secure processing environment of ${project.id}, by ${server.by === "funnel" ? "Funnel" : "TES-K"}`,
    organization: { name, url },
    contactUrl,
    environment: "prod",
    version: "1.0.0",
  };
}
