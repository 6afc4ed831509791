import assert from "node:assert/strict";
import { setTimeout as wait } from "node:timers/promises";
import { memberHealth } from "../../components/tasks/member-health";
import { s3Requests } from "../support/s3-requests";
import { endStates, stdoutOf, taskService } from "../support/task-service";
import { tasksNamespace } from "../support/task-service-program";

const inNamespace = `--namespace=${tasksNamespace}`;

/** Funnel's service with pods that really run, MinIO, and a researcher of a realm. */
describe("the service of tasks", function () {
  this.timeout(4 * 60_000);
  const service = taskService.use();
  const kubectl = (...args: string[]): Promise<string> => service().parts.cluster.kubectl(...args);

  it("says what it is, and is a healthy member of a federation", async () => {
    const { status, answer } = await service().ask("/service-info", { token: "" });
    assert.equal(status, 200);
    assert.equal(answer.id, "example.heart.tes");
    assert.deepEqual(await memberHealth({ service: { url: service().parts.base } }), { state: "healthy" });
  });

  it("runs a researcher's task as a pod, with its files from the input and into the scratch, and keeps its log", async () => {
    const script = 'tr a-z A-Z </in/a.txt >/out/b.txt; echo "it\'s $((6 * 7))"; echo done >&2';
    const id = await service().posted(
      service().task(script, {
        inputs: [{ url: "s3://heart-input/tasks/a.txt", path: "/in/a.txt" }],
        outputs: [{ url: "s3://heart-scratch/tasks/b.txt", path: "/out/b.txt" }],
      }),
    );
    const done = await service().reaches(id, endStates);
    assert.equal(done.state, "COMPLETE", JSON.stringify(done));
    assert.match(stdoutOf(done), /it's 42/);
    const { s3 } = service().parts.administrator;
    assert.equal(await s3Requests.get(s3, "heart-scratch", "tasks/b.txt"), "BODY OF TASKS/A.TXT");
    const pods = await kubectl("get", "pods", inNamespace, `--selector=task-id=${id}`, "-o", "name");
    assert.equal(pods.split("\n").length, 2, pods);
  });

  it("runs a task without files, word by word as it stands there", async () => {
    const command = ["printf", "%s|", "a b", "$HOME;x", "it's", "*"];
    const done = await service().done({ executors: [{ image: service().parts.image, command }] });
    assert.equal(done.state, "COMPLETE", JSON.stringify(done));
    assert.equal(stdoutOf(done), "a b|$HOME;x|it's|*|");
  });

  it("runs as many tasks at a time as it may, and the others after them", async () => {
    const bodies = Array.from({ length: 6 }, (_, at) => service().task(`echo ${at}`));
    const ids = await Promise.all(bodies.map((body) => service().posted(body)));
    const workers = ["get", "pods", inNamespace, "--output=name", "--selector=app=funnel-worker"];
    const phase = "--field-selector=status.phase!=Succeeded,status.phase!=Failed";
    const atATime: number[] = [];
    const states = async () =>
      Promise.all(ids.map(async (id) => String((await service().ask(`/tasks/${id}`)).answer.state)));
    let seen = await states();
    for (let left = 150; left > 0 && !seen.every((it) => endStates.includes(it)); left--) {
      atATime.push((await kubectl(...workers, phase)).split("\n").filter(Boolean).length);
      await wait(1_000);
      seen = await states();
    }
    assert.deepEqual(seen, Array(6).fill("COMPLETE"));
    assert.equal(Math.max(...atATime), 2, atATime.join());
  });

  it("reports a task that fails as failed, with how it ended", async () => {
    const failed = await service().done(service().task("echo before; exit 3"));
    assert.equal(failed.state, "EXECUTOR_ERROR", JSON.stringify(failed));
    assert.equal(failed.logs?.[0]?.logs?.[0]?.exit_code, 3);
  });

  it("looks through what tasks left, with rights to remove it", async () => {
    await kubectl("create", "job", "sweep", "--from=cronjob/funnel-sweeper", inNamespace);
    await kubectl("wait", "--for=condition=Complete", "job/sweep", inNamespace, "--timeout=60s");
    const account = `--as=system:serviceaccount:${tasksNamespace}:funnel`;
    for (const kind of ["configmaps", "persistentvolumeclaims", "roles", "rolebindings", "persistentvolumes"])
      assert.equal(await kubectl("auth", "can-i", "delete", kind, account, inNamespace), "yes", kind);
  });

  it("cancels a task that runs, with its pods", async () => {
    const id = await service().posted(service().task("sleep 600"));
    await service().reaches(id, ["RUNNING"]);
    assert.equal((await service().ask(`/tasks/${id}:cancel`, { method: "POST" })).status, 200);
    assert.equal((await service().reaches(id, endStates)).state, "CANCELED");
    const pods = ["get", "pods", inNamespace, `--selector=app=task,task-id=${id}`, "-o", "name"];
    for (let left = 60; left > 0; left--) {
      if ((await kubectl(...pods)) === "") return;
      await wait(1_000);
    }
    assert.fail("the task's pod goes on");
  });
});
