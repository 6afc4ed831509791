import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as kubernetes from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { funnelAccounts } from "./funnel-templates";
import { objectLabels } from "./object-labels";
import { objectMetadata, type TaskPlace } from "./task-pod";
import { containerSecurity, podSecurity, resources } from "./task-pod-security";

/** Name of the sweeper's objects and its pods' label `app`. */
export const funnelSweeperName = "funnel-sweeper";

const folder = "/etc/funnel-sweeper";

/** Makes the job that removes, every ten minutes, what Funnel leaves of tasks. */
export function buildFunnelSweeper(
  child: string,
  place: TaskPlace,
  image: string,
  dependsOn: pulumi.Resource[],
): void {
  const { project, namespace, parent } = place;
  const metadata = objectMetadata(place, funnelSweeperName);
  const config = new kubernetes.core.v1.ConfigMap(
    `${child}-sweeper-config`,
    {
      metadata,
      data: {
        "sweeper.ts": readFileSync(join(__dirname, "funnel-sweeper-program.ts"), "utf8"),
        "main.ts": pulumi.interpolate`import { askAsPod, sweep } from "./sweeper.ts";
console.log((await sweep("${namespace}", askAsPod)).join("\\n"));
`,
      },
    },
    { parent },
  );
  new kubernetes.batch.v1.CronJob(
    `${child}-sweeper`,
    {
      metadata,
      spec: {
        schedule: "*/10 * * * *",
        concurrencyPolicy: "Forbid",
        successfulJobsHistoryLimit: 1,
        failedJobsHistoryLimit: 1,
        jobTemplate: {
          spec: {
            backoffLimit: 0,
            activeDeadlineSeconds: 300,
            template: {
              metadata: {
                labels: { ...objectLabels(project, "task-service"), app: funnelSweeperName },
              },
              spec: {
                restartPolicy: "Never",
                serviceAccountName: funnelAccounts.server,
                automountServiceAccountToken: true,
                enableServiceLinks: false,
                securityContext: podSecurity,
                containers: [
                  {
                    name: "sweeper",
                    image,
                    command: ["node", `${folder}/main.ts`],
                    env: [
                      {
                        name: "NODE_EXTRA_CA_CERTS",
                        value: "/var/run/secrets/kubernetes.io/serviceaccount/ca.crt",
                      },
                    ],
                    securityContext: containerSecurity,
                    resources: resources("100m", "128Mi"),
                    volumeMounts: [{ name: "config", mountPath: folder, readOnly: true }],
                  },
                ],
                volumes: [{ name: "config", configMap: { name: config.metadata.name } }],
              },
            },
          },
        },
      },
    },
    { parent, dependsOn },
  );
}
