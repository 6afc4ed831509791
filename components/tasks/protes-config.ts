import * as pulumi from "@pulumi/pulumi";
import { stringify } from "yaml";
import type { ProtesGatewayArgs } from "./protes-gateway-args";
import { serviceId } from "./service-registry";

/** Names and ports of the gateway's servers inside its namespace. */
export const protesNames = {
  api: "protes",
  worker: "protes-worker",
  mongodb: "protes-mongodb",
  rabbitmq: "protes-rabbitmq",
} as const;
export const protesPorts = { api: 8080, mongodb: 27_017, rabbitmq: 5672 } as const;

/** The user that proTES is at its servers. */
export const protesUser = "protes";

/** What proTES adds to a service's address by itself. */
const tesPath = /\/ga4gh\/tes\/v1\/?$/;

/**
 * proTES's configuration (pro_tes/config.yaml), with people asked for a token. Secret: its framework knows a password of
 * RabbitMQ only as part of the host (foca, celery_app.py).
 */
export function protesConfig(args: ProtesGatewayArgs): pulumi.Output<string> {
  const { host, operator, audience, passwords } = args;
  const services = pulumi.output(args.services);
  return pulumi.secret(
    pulumi.all([passwords.rabbitmq, services]).apply(([password, members]) =>
      stringify({
        server: {
          host: "0.0.0.0",
          port: protesPorts.api,
          debug: false,
          environment: "production",
          testing: false,
          use_reloader: false,
        },
        security: {
          auth: {
            add_key_to_claims: true,
            algorithms: ["RS256"],
            allow_expired: false,
            audience: [audience],
            validation_methods: ["userinfo", "public_key"],
            validation_checks: "all",
          },
        },
        db: { host: protesNames.mongodb, port: protesPorts.mongodb, dbs: { taskStore: { collections } } },
        api: {
          specs: [
            {
              path: [
                "api/9e9c5aa.task_execution_service.openapi.yaml",
                "api/additional_logs.yaml",
                "api/security_schemes.yaml",
              ],
              // it writes the API that it makes of them, and its own folder is read-only
              path_out: "/data/tes.openapi.yaml",
              add_operation_fields: {
                "x-openapi-router-controller": "ga4gh.tes.server",
                security: [{ bearerAuth: [] }],
              },
              add_security_fields: { "x-bearerInfoFunc": "foca.security.auth.validate_token" },
              disable_auth: false,
              connexion: {
                strict_validation: true,
                validate_responses: false,
                options: { swagger_ui: false, serve_spec: true },
              },
            },
          ],
        },
        jobs: {
          host: `${protesUser}:${password}@${protesNames.rabbitmq}`,
          port: protesPorts.rabbitmq,
          backend: "rpc://",
          include: ["pro_tes.tasks.track_task_progress"],
        },
        exceptions: {
          required_members: [["message"], ["code"]],
          status_member: ["code"],
          exceptions: "pro_tes.exceptions.exceptions",
        },
        custom: {
          controllers: {
            post_task: {
              db: { insert_attempts: 10 },
              task_id: { charset: "string.ascii_uppercase + string.digits", length: 12 },
              timeout: { post: null, poll: 2, job: null },
              polling: { wait: 3, attempts: 100 },
            },
            list_tasks: { default_page_size: 5 },
            celery: { monitor: { timeout: 0.1 }, message_maxsize: 16_777_216 },
          },
          service_info: {
            id: serviceId(host),
            name: `Tasks at ${operator.name}`,
            organization: operator,
            version: "1.0.0",
            storage: [],
          },
          tes: { service_list: members.map(({ url }) => url.replace(tesPath, "")) },
          storeLogs: { execution_trace: false },
          middlewares: [["pro_tes.plugins.middlewares.task_distribution.random.TaskDistributionRandom"]],
        },
      }),
    ),
  );
}

const unique = { unique: true };
const collections = {
  tasks: { indexes: [{ keys: { task_id: 1, worker_id: 1 }, options: { ...unique, sparse: true } }] },
  service_info: { indexes: [{ keys: { id: 1 } }] },
};

/** Gives proTES a user of its database alone, when MongoDB starts for the first time. */
export const mongodbStart = `db.getSiblingDB("taskStore").createUser({
  user: process.env.MONGO_APP_USERNAME,
  pwd: process.env.MONGO_APP_PASSWORD,
  roles: [{ role: "readWrite", db: "taskStore" }],
});
`;

/** RabbitMQ with one user, and not its usual one. */
export const rabbitmqConfig = (password: pulumi.Input<string>): pulumi.Output<string> =>
  pulumi.secret(pulumi.interpolate`default_user = ${protesUser}\ndefault_pass = ${password}\n`);
