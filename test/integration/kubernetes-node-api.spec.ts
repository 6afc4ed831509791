import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as wait } from "node:timers/promises";
import { Agent, fetch } from "undici";
import { sandboxFolder } from "../../sandbox/folder";
import { bench, elsewhere, kubernetesBench } from "../support/kubernetes-bench";
import { type OidcIssuer, startOidcIssuer } from "../support/oidc-issuer";
import { stateDir } from "../support/test-sandbox";

/** The real API server, asked by nobody, by its administrator and by people of an issuer. */
describe("the sandbox's Kubernetes guards its API", function () {
  this.timeout(3 * 60_000);
  const cluster = kubernetesBench.use();
  const folder = sandboxFolder(stateDir);
  let agent: Agent;
  const ask = async (path: string, token?: string): Promise<number> => {
    const response = await fetch(`${cluster().test.kubernetes.apiUrl}${path}`, {
      dispatcher: agent,
      ...(token ? { headers: { Authorization: `Bearer ${token}` } } : {}),
    });
    await response.text();
    return response.status;
  };

  before(() => {
    agent = new Agent({ connect: { ca: cluster().test.kubernetes.certificateAuthority } });
  });
  after(() => agent?.close());

  it("from callers without a name, who only hear that it is well", async () => {
    const paths = ["/readyz", "/api", "/version", "/metrics", "/api/v1/namespaces"];
    assert.deepEqual(await Promise.all(paths.map((path) => ask(path))), [200, 401, 401, 401, 401]);
  });

  it("and encrypts secrets in its database, as it does not other objects", async () => {
    const marks = { secret: "mark-of-a-secret-9f31", other: "mark-of-a-map-4c77" };
    await cluster().applied(
      {
        apiVersion: "v1",
        kind: "Secret",
        metadata: { name: "kept", namespace: bench },
        stringData: { value: marks.secret },
      },
      {
        apiVersion: "v1",
        kind: "ConfigMap",
        metadata: { name: "shown", namespace: bench },
        data: { value: marks.other },
      },
    );
    const database = join(folder.kubernetes, "data", "etcd", "member", "wal");
    const log = Buffer.concat(readdirSync(database).map((name) => readFileSync(join(database, name))));
    assert.deepEqual(
      [marks.secret, marks.other, "k8s:enc:secretbox:v1:sandbox"].map((text) => log.includes(text)),
      [false, true, true],
    );
    const audit = readFileSync(join(folder.kubernetes, "data", "audit", "audit.log"), "utf8");
    const entries = audit
      .split("\n")
      .filter((line) => line.includes('"resource":"secrets"') && line.includes('"kept"'));
    assert.equal(JSON.parse(entries[0] ?? "{}").user.username, "spe-sandbox");
    assert.equal(audit.includes(marks.secret), false);
  });

  it("for the people of an issuer from when it is trusted, with the rights of their groups", async () => {
    const tls = {
      cert: readFileSync(folder.tls.certificate, "utf8"),
      key: readFileSync(folder.tls.key, "utf8"),
    };
    const issuer: OidcIssuer = await startOidcIssuer(tls);
    try {
      const researcher = await issuer.token({ sub: "rita", aud: "kube", groups: ["/heart/researchers"] });
      const stranger = await issuer.token({ sub: "sten", aud: "other", groups: ["/heart/researchers"] });
      const path = `/api/v1/namespaces/${bench}/pods`;
      assert.equal(await ask(path, researcher), 401);
      const login = {
        issuer: issuer.issuer,
        clientId: "kube",
        prefix: "oidc:heart:",
        certificateAuthority: cluster().test.ca,
      };
      await cluster().test.kubernetes.trust(login);
      assert.deepEqual([await ask(path, researcher), await ask(path, stranger)], [403, 401]);
      await cluster().kubectl(
        ...["--namespace", bench, "create", "rolebinding", "researchers"],
        ...["--clusterrole=view", "--group=oidc:heart:/heart/researchers"],
      );
      for (let left = 20; (await ask(path, researcher)) !== 200 && left > 0; left--) await wait(100);
      assert.deepEqual([await ask(path, researcher), await ask(path, stranger)], [200, 401]);
      assert.equal(await ask(`/api/v1/namespaces/${elsewhere}/pods`, researcher), 403);
    } finally {
      await issuer.close();
    }
  });
});
