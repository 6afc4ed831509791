/** The objects that Funnel makes for each task, as templates of Go; what is `{{…}}` Funnel fills in. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { containerSecurity, podSecurity, resources, taskSecurity } from "./task-pod-security";

/** Names of the accounts: of Funnel, of the pods that copy files and start the task, and of the task's own programs. */
export const funnelAccounts = { server: "funnel", worker: "funnel-worker", task: "task" } as const;

/** Where a worker keeps a task's files, and where it finds what it is told. */
export const workerPlaces = { work: "/work", config: "/etc/funnel", file: "worker.json" } as const;

/** Driver of a volume that nobody mounts. */
export const noDriver = "none.spe.invalid";

/** How long what a task ran in stays to be looked at. */
const keptSeconds = 3600;

/** Longest life of a task, 30 days. It also is how a quota tells workers from all other pods (scope `Terminating`). */
const longestSeconds = 30 * 86_400;

const json = JSON.stringify;
const podStart = (account: string, usesApi: boolean): string => `serviceAccountName: ${account}
      automountServiceAccountToken: ${usesApi}
      enableServiceLinks: false
      restartPolicy: Never
      terminationGracePeriodSeconds: 10
      securityContext: ${json(podSecurity)}`;

/** What the templates differ in. */
export interface FunnelTemplateArgs {
  image: string;
  /** Whether workers trust a private CA, in `ca.pem` of their configuration. */
  hasAuthority: boolean;
  secretName: string;
  scratchClass: string;
  diskGib: number;
}

/** The job that copies a task's files in and out and starts its executors. */
export const workerTemplate = ({
  image,
  hasAuthority,
  secretName,
}: FunnelTemplateArgs): string => `apiVersion: batch/v1
kind: Job
metadata:
  name: {{.TaskId}}
  namespace: {{.JobsNamespace}}
  labels: {app: ${funnelAccounts.worker}, task-id: {{.TaskId}}}
spec:
  backoffLimit: 0
  ttlSecondsAfterFinished: ${keptSeconds}
  template:
    metadata:
      labels: {app: ${funnelAccounts.worker}, task-id: {{.TaskId}}}
    spec:
      ${podStart(funnelAccounts.worker, true)}
      activeDeadlineSeconds: ${longestSeconds}
      containers:
      - name: worker
        image: ${image}
        args: [worker, run, --config, ${workerPlaces.config}/${workerPlaces.file}, --taskID, {{.TaskId}}]
        securityContext: ${json(containerSecurity)}
        env: ${json([
          { name: "HOME", value: "/tmp" },
          ...(hasAuthority ? [{ name: "SSL_CERT_FILE", value: `${workerPlaces.config}/ca.pem` }] : []),
        ])}
        resources: ${json(resources("250m", "256Mi", "256Mi", "10m"))}
        volumeMounts:
        - {name: config, mountPath: ${workerPlaces.config}, readOnly: true}
        - {name: tmp, mountPath: /tmp}
        {{- if .NeedsPVC }}
        - {name: files, mountPath: ${workerPlaces.work}/{{.TaskId}}, subPath: {{.TaskId}}}
        {{- else }}
        - {name: tmp, mountPath: ${workerPlaces.work}}
        {{- end }}
      volumes:
      - {name: config, secret: {secretName: ${secretName}, defaultMode: 288}}
      - {name: tmp, emptyDir: {sizeLimit: 256Mi}}
      {{- if .NeedsPVC }}
      - {name: files, persistentVolumeClaim: {claimName: funnel-worker-pvc-{{.TaskId}}}}
      {{- end }}
`;

/** By which a program gets the words that its task has for it. */
const ownWords = (): string => readFileSync(join(__dirname, "funnel-own-words.sh"), "utf8");

/** The job of one executor of a task, on the node where the worker has the task's files. */
export const executorTemplate = (): string => `apiVersion: batch/v1
kind: Job
metadata:
  name: {{.TaskId}}-{{.JobId}}
  namespace: {{.JobsNamespace}}
  labels: {app: ${funnelAccounts.task}, task-id: {{.TaskId}}}
spec:
  backoffLimit: 0
  ttlSecondsAfterFinished: ${keptSeconds}
  template:
    metadata:
      labels: {app: ${funnelAccounts.task}, task-id: {{.TaskId}}}
    spec:
      ${podStart(funnelAccounts.task, false)}
      affinity:
        podAffinity:
          requiredDuringSchedulingIgnoredDuringExecution:
          - topologyKey: kubernetes.io/hostname
            labelSelector: {matchLabels: {app: ${funnelAccounts.worker}, task-id: {{.TaskId}}}}
      containers:
      - name: task
        image: {{printf "%q" .Image}}
        command: ["/bin/sh", "-c", ${json(ownWords())}, "sh"]
        args: [{{range $index, $word := .Command}}{{if $index}}, {{end}}{{printf "%q" $word}}{{end}}]
        {{- if .Workdir }}
        workingDir: {{printf "%q" .Workdir}}
        {{- end }}
        securityContext: ${json(taskSecurity)}
        env: [{name: HOME, value: /tmp}]
        resources:
          requests: &amounts {cpu: "{{.Cpus}}", memory: "{{printf "%.3f" .RamGb}}G", ephemeral-storage: 1Gi}
          limits: *amounts
        volumeMounts:
        {{- if .NeedsPVC }}
        {{- range .Volumes }}
        - {name: files, mountPath: {{printf "%q" .ContainerPath}}, subPath: {{printf "%q" (print $.TaskId .ContainerPath)}}, readOnly: {{.Readonly}}}
        {{- end }}
        {{- else }}
        - {name: tmp, mountPath: /tmp}
        {{- end }}
      volumes:
      {{- if .NeedsPVC }}
      - {name: files, persistentVolumeClaim: {claimName: funnel-worker-pvc-{{.TaskId}}}}
      {{- else }}
      - {name: tmp, emptyDir: {sizeLimit: 1Gi}}
      {{- end }}
`;

/** Room for the files of a task that has some; worker and executors share it. */
export const claimTemplate = ({ scratchClass, diskGib }: FunnelTemplateArgs): string => `apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: funnel-worker-pvc-{{.TaskId}}
  namespace: {{.Namespace}}
  labels: {app: funnel, task-id: {{.TaskId}}}
spec:
  storageClassName: ${scratchClass}
  accessModes: [ReadWriteOnce]
  resources: {requests: {storage: ${diskGib}Gi}}
`;

/** Funnel makes a volume of its own for each task with files; this one is of no driver, for a claim that never is. */
export const volumeTemplate = (): string => `apiVersion: v1
kind: PersistentVolume
metadata:
  name: funnel-worker-pv-{{.TaskId}}
  labels: {app: funnel, task-id: {{.TaskId}}, spe.namespace: {{.Namespace}}}
spec:
  storageClassName: ""
  capacity: {storage: 1Mi}
  accessModes: [ReadWriteOnce]
  persistentVolumeReclaimPolicy: Retain
  csi: {driver: ${noDriver}, volumeHandle: {{.TaskId}}}
  claimRef: {namespace: {{.Namespace}}, name: none-{{.TaskId}}}
`;

/** Funnel makes a role and a binding for each task; these say nothing. */
export const roleTemplate = (): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: Role
metadata: {name: funnel-task-{{.TaskId}}, namespace: {{.Namespace}}, labels: {app: funnel, task-id: {{.TaskId}}}}
rules: []
`;

export const roleBindingTemplate = (): string => `apiVersion: rbac.authorization.k8s.io/v1
kind: RoleBinding
metadata: {name: funnel-task-{{.TaskId}}, namespace: {{.Namespace}}, labels: {app: funnel, task-id: {{.TaskId}}}}
roleRef: {apiGroup: rbac.authorization.k8s.io, kind: Role, name: funnel-task-{{.TaskId}}}
subjects: []
`;
