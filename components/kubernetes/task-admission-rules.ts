/** What the pods of a namespace of tasks may be, in CEL; pods that a server of tasks makes are seen by the cluster alone. */

/** What is allowed. */
export interface TaskAdmissionRules {
  /** Service account → images, by digest, that its pods may run. At least one. */
  accounts: Record<string, readonly string[]>;
  /** Images of the servers themselves, whose pods are made here: they may use Secrets and name any address. @default none */
  serverImages?: readonly string[];
  /** Images that copy the files of tasks: they may use Secrets. @default none */
  filerImages?: readonly string[];
  /** What addresses that a task names begin with: `s3://heart-input/`. */
  prefixes: readonly string[];
}

/** A validation of a ValidatingAdmissionPolicy. */
interface Validation {
  expression: string;
  /** What is allowed; for where the other cannot be made. */
  message: string;
  /** The same with what was found, as CEL. */
  messageExpression: string;
}

// a text of JSON is a text of CEL, and so are lists and maps of them
const cel = JSON.stringify;

/** Values that the validations share; `pod` is the spec of a pod, or of the pods of a job. */
export const admissionVariables = ({
  accounts,
  serverImages = [],
  filerImages = [],
  prefixes,
}: TaskAdmissionRules) => [
  { name: "pod", expression: "has(object.spec.template) ? object.spec.template.spec : object.spec" },
  { name: "account", expression: 'variables.pod.?serviceAccountName.orValue("default")' },
  {
    name: "containers",
    expression:
      "variables.pod.containers + variables.pod.?initContainers.orValue([]) + variables.pod.?ephemeralContainers.orValue([])",
  },
  { name: "volumes", expression: "variables.pod.?volumes.orValue([])" },
  { name: "accounts", expression: cel(accounts) },
  { name: "prefixes", expression: cel(prefixes) },
  { name: "isServer", expression: `variables.containers.all(c, c.image in ${cel(serverImages)})` },
  {
    name: "copiesFiles",
    expression: `variables.containers.all(c, c.image in ${cel([...serverImages, ...filerImages])})`,
  },
  {
    name: "texts",
    expression:
      "variables.containers.map(c, c.?command.orValue([]) + c.?args.orValue([]) + c.?env.orValue([]).map(e, e.?value.orValue('')))",
  },
];

const digest = cel("@sha256:[0-9a-f]{64}$");
const address = cel("[A-Za-z][A-Za-z0-9+.-]*://[^\\s\"'<>|;,)\\]}]*");
const isKnownAccount = "variables.account in variables.accounts";
const isSecretVariable = "has(e.valueFrom) && has(e.valueFrom.secretKeyRef)";

/** The validations, each with a message that says what is allowed. */
export function admissionValidations({ accounts, prefixes }: TaskAdmissionRules): Validation[] {
  const names = Object.keys(accounts).join(", ");
  const allowed = prefixes.join(", ");
  return [
    {
      expression: isKnownAccount,
      message: `pods here use one of the service accounts ${names}`,
      messageExpression: `'the service account "' + variables.account + '" is none of ' + ${cel(names)}`,
    },
    {
      expression: `variables.containers.all(c, c.image.matches(${digest}))`,
      message: "images are named with their digest, @sha256:…",
      messageExpression: `'the image "' + variables.containers.filter(c, !c.image.matches(${digest}))[0].image + '" has no digest; name it with @sha256:…'`,
    },
    {
      expression: `!(${isKnownAccount}) || variables.containers.all(c, c.image in variables.accounts[variables.account])`,
      message: "only listed images may run here",
      messageExpression:
        "'the image \"' + variables.containers.filter(c, !(c.image in variables.accounts[variables.account]))[0].image + '\" is not listed for the service account \"' + variables.account + '\"; listed are ' + variables.accounts[variables.account].join(', ')",
    },
    {
      expression: "!variables.containers.exists(c, c.?securityContext.?privileged.orValue(false))",
      message: "no container here is privileged; remove securityContext.privileged",
      messageExpression:
        "'the container \"' + variables.containers.filter(c, c.?securityContext.?privileged.orValue(false))[0].name + '\" is privileged; remove securityContext.privileged'",
    },
    {
      expression:
        "!(variables.pod.?hostNetwork.orValue(false) || variables.pod.?hostPID.orValue(false) || variables.pod.?hostIPC.orValue(false))",
      message: "pods here have namespaces of their own; remove hostNetwork, hostPID and hostIPC",
      messageExpression: "'the pod uses a namespace of its node; remove hostNetwork, hostPID and hostIPC'",
    },
    {
      expression:
        "!variables.containers.exists(c, c.?ports.orValue([]).exists(p, p.?hostPort.orValue(0) != 0))",
      message: "pods here take no port of their node; remove hostPort",
      messageExpression: "'the pod takes a port of its node; remove hostPort'",
    },
    {
      expression: "!variables.volumes.exists(v, has(v.hostPath))",
      message: "pods here have no folder of their node; use a persistentVolumeClaim or emptyDir",
      messageExpression:
        "'the volume \"' + variables.volumes.filter(v, has(v.hostPath))[0].name + '\" is a folder of the node; use a persistentVolumeClaim or emptyDir'",
    },
    {
      expression: `variables.copiesFiles || !(variables.volumes.exists(v, has(v.secret) || v.?projected.?sources.orValue([]).exists(s, has(s.secret))) || variables.containers.exists(c, c.?envFrom.orValue([]).exists(f, has(f.secretRef)) || c.?env.orValue([]).exists(e, ${isSecretVariable})))`,
      message: "programs of tasks get no Secret; remove the volume or the variable",
      messageExpression: "'programs of tasks get no Secret; remove the volume or the variable'",
    },
    {
      expression: `variables.isServer || variables.texts.all(t, t.all(w, w.findAll(${address}).all(u, variables.prefixes.exists(p, u.startsWith(p)))))`,
      message: `a task names only addresses of ${allowed}`,
      messageExpression: `'the address "' + variables.texts.filter(t, t.exists(w, w.findAll(${address}).exists(u, !variables.prefixes.exists(p, u.startsWith(p)))))[0].filter(w, w.findAll(${address}).exists(u, !variables.prefixes.exists(p, u.startsWith(p))))[0].findAll(${address}).filter(u, !variables.prefixes.exists(p, u.startsWith(p)))[0] + '" is not in ' + ${cel(allowed)}`,
    },
  ];
}
