import assert from "node:assert/strict";
import { readdirSync } from "node:fs";
import { setTimeout as wait } from "node:timers/promises";
import { sandboxFolder } from "../../sandbox/folder";
import { ensureKubernetes, removeKubernetes, stopKubernetes } from "../../sandbox/kubernetes";
import { bench, elsewhere, kubernetesBench, space } from "../support/kubernetes-bench";
import { nodeAddresses, nodeTraces } from "../support/node-traces";
import { stateDir } from "../support/test-sandbox";

/** The real Kubernetes of the sandbox with pods that really run; each refusal stands beside what is allowed. */
describe("the sandbox's Kubernetes", function () {
  this.timeout(3 * 60_000);
  const cluster = kubernetesBench.use();
  const folder = sandboxFolder(stateDir);

  it("has one node, which is ready", async () => {
    const nodes = JSON.parse(await cluster().kubectl("get", "nodes", "-o", "json")).items;
    assert.deepEqual(
      nodes.map((node: NodeOfApi) => [
        node.metadata.name,
        node.status.nodeInfo.kubeletVersion,
        node.status.conditions.find(({ type }) => type === "Ready")?.status,
      ]),
      [[nodeAddresses().node, "v1.36.0", "True"]],
    );
  });

  describe("runs pods", () => {
    it("of an image that is named by its digest and was never pulled", async () => {
      assert.match(cluster().image, /^localhost\/toolbox@sha256:[0-9a-f]{64}$/);
      await cluster().applied(
        cluster().pod("absent", ["true"], { image: `localhost/absent@sha256:${"0".repeat(64)}` }),
      );
      const path = "-o=jsonpath={.status.containerStatuses[0].state.waiting.reason}";
      let reason = "";
      for (let left = 40; !/Pull/.test(reason) && left > 0; left--) {
        await wait(250);
        reason = await cluster().kubectl("--namespace", bench, "get", "pod", "absent", path);
      }
      assert.match(reason, /^(ErrImagePull|ImagePullBackOff)$/);
      await cluster().kubectl("--namespace", bench, "delete", "pod", "absent");
    });

    it("whose logs, input, output and exit codes come through", async () => {
      await cluster().ready(cluster().pod("speaker", ["sh", "-c", "echo spoken; sleep 86400"]));
      assert.equal(await cluster().kubectl("--namespace", bench, "logs", "speaker"), "spoken");
      const exec = ["--namespace", bench, "exec", "--stdin", "speaker", "--"];
      assert.equal((await cluster().test.kubectl([...exec, "sha256sum"], "")).output.slice(0, 8), "e3b0c442");
      assert.equal((await cluster().test.kubectl([...exec, "tr", "a-z", "A-Z"], "loud")).output, "LOUD");
      assert.equal((await cluster().test.kubectl([...exec, "sh", "-c", "exit 3"])).status, 3);
    });

    it("that are ended when they take more memory than they may", async () => {
      const limits = { resources: { limits: { memory: "32Mi" } } };
      const greedy = cluster().pod("greedy", ["tail", "/dev/zero"], limits);
      await cluster().applied({ ...greedy, spec: { ...greedy.spec, restartPolicy: "Never" } });
      const failed = "--for=jsonpath={.status.phase}=Failed";
      await cluster().kubectl("--namespace", bench, "wait", "pod/greedy", failed);
      const path = "-o=jsonpath={.status.containerStatuses[0].state.terminated.reason}";
      assert.equal(await cluster().kubectl("--namespace", bench, "get", "pod", "greedy", path), "OOMKilled");
    });
  });

  describe("admits", () => {
    it("to a restricted namespace only pods without privileges", async () => {
      const enforce = "pod-security.kubernetes.io/enforce";
      await cluster().applied(space("strict", { [enforce]: "restricted" }));
      const modest = {
        securityContext: {
          runAsUser: 1000,
          runAsNonRoot: true,
          allowPrivilegeEscalation: false,
          capabilities: { drop: ["ALL"] },
          seccompProfile: { type: "RuntimeDefault" },
        },
      };
      await cluster().applied(cluster().pod("modest", ["sleep", "1"], modest, "strict"));
      const { status, error } = await cluster().apply(cluster().pod("plain", ["sleep", "1"], {}, "strict"));
      assert.deepEqual([status, /violates PodSecurity "restricted:latest"/.test(error)], [1, true]);
      await cluster().applied(cluster().pod("plain", ["sleep", "1"]));
    });

    it("what admission policies let through, where they are bound", async () => {
      await cluster().applied(...imagePolicy(cluster().image));
      const foreign = { image: "docker.io/library/alpine:3" };
      const attempt = () => cluster().apply(cluster().pod("foreign", ["true"], foreign, elsewhere));
      let said = await attempt();
      for (let left = 40; said.status === 0 && left > 0; left--) {
        await cluster().kubectl("--namespace", elsewhere, "delete", "pod", "foreign");
        await wait(250);
        said = await attempt();
      }
      assert.match(said.error, /only images of this machine/);
      await cluster().applied(cluster().pod("own", ["true"], {}, elsewhere));
      await cluster().applied(cluster().pod("foreign", ["true"], foreign));
      await cluster().kubectl(
        "delete",
        "validatingadmissionpolicy,validatingadmissionpolicybinding",
        "images",
      );
    });
  });

  describe("when it ends", () => {
    it("goes on after it was stopped and started, and leaves nothing when it is removed", async () => {
      await cluster().ready(cluster().pod("lasting", ["sh", "-c", "echo again; sleep 86400"]));
      assert.deepEqual(
        nodeTraces().map((found) => found.length > 0),
        [true, true, true, true],
      );

      assert.equal(await stopKubernetes(folder), true);
      assert.deepEqual(nodeTraces(), [[], [], [], []]);
      assert.equal(await stopKubernetes(folder), false);

      await ensureKubernetes(folder);
      await cluster().hears(bench, "lasting", ["hostname"], /^lasting$/);
      await cluster().hears(bench, "caller", ["toolbox", "get", "http://web"], /^web /);

      await removeKubernetes(folder);
      assert.deepEqual(nodeTraces(), [[], [], [], []]);
      assert.equal(readdirSync(stateDir).includes("kubernetes"), false);
      await ensureKubernetes(folder); // for the specs that come after
      assert.match(await cluster().kubectl("get", "namespaces", "-o", "name"), /^(?![\s\S]*bench)/);
      await kubernetesBench.end(); // who needs it after this makes another
    });
  });
});

interface NodeOfApi {
  metadata: { name: string };
  status: { nodeInfo: { kubeletVersion: string }; conditions: { type: string; status: string }[] };
}

/** In namespaces of the other team only images of this machine. */
function imagePolicy(image: string): object[] {
  const admission = { apiVersion: "admissionregistration.k8s.io/v1", metadata: { name: "images" } };
  return [
    {
      ...admission,
      kind: "ValidatingAdmissionPolicy",
      spec: {
        failurePolicy: "Fail",
        matchConstraints: {
          resourceRules: [
            { apiGroups: [""], apiVersions: ["v1"], operations: ["CREATE"], resources: ["pods"] },
          ],
        },
        validations: [
          {
            expression: `object.spec.containers.all(it, it.image == "${image}")`,
            message: "only images of this machine",
          },
        ],
      },
    },
    {
      ...admission,
      kind: "ValidatingAdmissionPolicyBinding",
      spec: {
        policyName: "images",
        validationActions: ["Deny"],
        matchResources: { namespaceSelector: { matchLabels: { team: "other" } } },
      },
    },
  ];
}
