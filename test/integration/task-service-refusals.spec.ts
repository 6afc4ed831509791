import assert from "node:assert/strict";
import { PersonAtWork } from "../support/person-at-work";
import { stdoutOf, taskService } from "../support/task-service";
import { ports } from "../support/test-sandbox";

/** What Funnel's service does not do, whoever asks; each refusal stands beside what is let in. */
describe("the service of tasks refuses", function () {
  this.timeout(4 * 60_000);
  const service = taskService.use();

  const reading = { path: "/in/a", url: "s3://heart-input/tasks/a.txt" };
  const refused: [what: string, body: () => unknown, says: RegExp][] = [
    [
      "an output outside the project",
      () => service().task("true", { outputs: [{ path: "/out", url: "s3://lung-scratch/a" }] }),
      /outputs\[0\].url "s3:\/\/lung-scratch\/a" must begin with one of s3:\/\/heart-scratch\//,
    ],
    [
      "an output into the input",
      () => service().task("true", { outputs: [{ path: "/out", url: "s3://heart-input/a" }] }),
      /outputs\[0\].url/,
    ],
    [
      "an input from the web",
      () => service().task("true", { inputs: [{ ...reading, url: "https://example.org/a" }] }),
      /inputs\[0\].url/,
    ],
    [
      "an image that is not listed",
      () => ({ executors: [{ image: "docker.io/library/alpine:3", command: ["true"] }] }),
      /executors\[0\].image "docker.io\/library\/alpine:3" is not among/,
    ],
  ];
  for (const [what, body, says] of refused)
    it(`${what}, before anything is made`, async () => {
      const { status, answer } = await service().ask("/tasks", { method: "POST", body: body() });
      assert.equal(status, 400);
      assert.match(String(answer.msg), says);
    });

  it("whoever has no token, another's token or no researcher's", async () => {
    const { alice, environment } = service().parts;
    const asked = async (token: string) => (await service().ask("/tasks", { token })).status;
    assert.equal(await asked(alice.tokens.accessToken), 200);
    assert.equal(await asked(""), 401);
    assert.equal(await asked(`${alice.tokens.accessToken.slice(0, -4)}AAAA`), 401);
    const lung = await tokenOf("https://login.lung.example/realms/lung");
    assert.equal(await asked(lung), 403);
    const carol = await PersonAtWork.begin(environment, "carol");
    assert.equal(await asked(carol.tokens.accessToken), 403);
  });

  it("programs of tasks the way to the store, the login server and the API server", async () => {
    const { test } = service().parts.cluster;
    const reached = [
      `${test.cloud.siteAddress} ${ports.minio}`,
      `${new URL(test.kubernetes.apiUrl).hostname} 6443`,
      "funnel 9090",
      "task-gateway 8080",
    ];
    const script = reached.map((it) => `toolbox tcp ${it.replace(" ", ":")} && echo ${it}`).join("; ");
    const said = stdoutOf(await service().done(service().task(`${script}; echo end`)));
    assert.match(said, /end\n?$/);
    for (const it of reached) assert.ok(!said.split("\n").includes(it), said);
  });
});

/** A token that another project's realm signed, for somebody who is a researcher there and says so of here. */
async function tokenOf(issuer: string): Promise<string> {
  const { generateKeyPair, SignJWT } = await import("jose");
  const { privateKey } = await generateKeyPair("RS256");
  return new SignJWT({ sub: "bob", aud: "lung-tasks", groups: ["/heart/researcher"] })
    .setProtectedHeader({ alg: "RS256" })
    .setIssuer(issuer)
    .setExpirationTime("5 minutes")
    .sign(privateKey);
}
