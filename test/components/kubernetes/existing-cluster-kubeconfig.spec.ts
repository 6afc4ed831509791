import assert from "node:assert/strict";
import { readKubeconfig } from "../../../components/kubernetes/existing-cluster-kubeconfig";

const mark = "mark-of-a-secret-41c7";
const pem = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
const base64 = (text: string) => Buffer.from(text).toString("base64");
const now = new Date("2026-12-01T12:00:00Z");

const config = ({
  cluster = {},
  user = { token: mark },
  top = {},
}: {
  cluster?: object;
  user?: object;
  top?: object;
} = {}): string =>
  JSON.stringify({
    apiVersion: "v1",
    kind: "Config",
    "current-context": "heart",
    contexts: [{ name: "heart", context: { cluster: "site", user: "mona" } }],
    clusters: [{ name: "site", cluster: { server: "https://k8s.site.example:6443/", ...cluster } }],
    users: [{ name: "mona", user }],
    ...top,
  });

/** A token that says when it ends. */
const tokenUntil = (end: string): string =>
  `e30.${Buffer.from(JSON.stringify({ exp: Date.parse(end) / 1000 })).toString("base64url")}.sig`;

describe("readKubeconfig", () => {
  it("reads the current context, with a token", () => {
    const cluster = { "certificate-authority-data": base64(pem), "tls-server-name": "kubernetes" };
    assert.deepEqual(readKubeconfig(config({ cluster }), now), {
      server: "https://k8s.site.example:6443",
      certificateAuthority: pem,
      serverName: "kubernetes",
      credential: { token: mark },
    });
  });

  it("takes a token that lasts, and one that does not say how long", () => {
    for (const token of [tokenUntil("2026-12-02"), "opaque", "a.b.c"])
      assert.deepEqual(readKubeconfig(config({ user: { token } }), now).credential, { token });
  });

  const alone = "give the output of: kubectl config view --raw --flatten --minify";
  const account = "give one with the token of a service account";
  const wrong: [what: string, text: string, says: string][] = [
    [
      "a path",
      "/home/mona/.kube/config",
      'is none: it lacks apiVersion "v1" and kind "Config"; give the content of the file, not its path',
    ],
    [
      "nothing",
      "",
      'is none: it lacks apiVersion "v1" and kind "Config"; give the content of the file, not its path',
    ],
    [
      "another document",
      JSON.stringify({ apiVersion: "v1", kind: "Secret", data: { token: mark } }),
      'is none: it lacks apiVersion "v1" and kind "Config"; give the content of the file, not its path',
    ],
    ["broken YAML", `kind: Config\ntoken: [${mark}`, "is no YAML (line 2); give the file as it is"],
    [
      "no current context",
      config({ top: { "current-context": "" } }),
      "has no current-context; set it to one of: heart",
    ],
    [
      "a current context that is not there",
      config({ top: { "current-context": "lung" } }),
      'has the current-context "lung", which it does not define; set it to one of: heart',
    ],
    ["no user", config({ top: { users: [] } }), `does not define the user of its current context; ${alone}`],
    [
      "no cluster",
      config({ top: { clusters: null } }),
      `does not define the cluster of its current context; ${alone}`,
    ],
    [
      "an address without TLS",
      config({ cluster: { server: "http://k8s.site.example" } }),
      "has no https address as cluster.server; give that of the API server",
    ],
    [
      "no check of the server",
      config({ cluster: { "insecure-skip-tls-verify": true } }),
      "trusts whoever answers; give certificate-authority-data (cluster.insecure-skip-tls-verify)",
    ],
    [
      "a proxy",
      config({ cluster: { "proxy-url": "socks5://localhost:7777" } }),
      "goes through a proxy; give an address of the API server that is reached without (cluster.proxy-url)",
    ],
    [
      "a program that logs in",
      config({ user: { exec: { command: "kubelogin", env: [{ name: "SECRET", value: mark }] } } }),
      `logs in by a program of its owner's machine; ${account} (user.exec)`,
    ],
    [
      "a plugin that logs in",
      config({ user: { "auth-provider": { name: "oidc" } } }),
      `logs in by a plugin of kubectl's; ${account} (user.auth-provider)`,
    ],
    [
      "a password",
      config({ user: { username: "mona", password: mark } }),
      `logs in with a password, which Kubernetes no longer knows; ${account} (user.username)`,
    ],
    [
      "somebody else's name",
      config({ user: { token: mark, as: "root" } }),
      "acts as somebody else; give one of the account that has the rights (user.as)",
    ],
    ...(["tokenFile", "client-certificate", "client-key"] as const).map((field): [string, string, string] => [
      `a file as ${field}`,
      config({ user: { [field]: "/home/mona/x" } }),
      `names a file of its owner's machine; ${alone} (user.${field})`,
    ]),
    [
      "a file as authority",
      config({ cluster: { "certificate-authority": "/etc/ca.crt" } }),
      `names a file of its owner's machine; ${alone} (cluster.certificate-authority)`,
    ],
    [
      "nobody's credential",
      config({ user: {} }),
      "has neither a token nor a client's certificate with its key; add one of them",
    ],
    [
      "a certificate without its key",
      config({ user: { "client-certificate-data": base64(pem) } }),
      "has neither a token nor a client's certificate with its key; add one of them",
    ],
    [
      "an authority that is no PEM",
      config({ cluster: { "certificate-authority-data": mark } }),
      "has no PEM in base64 as certificate-authority-data; give the file as it is",
    ],
    [
      "a certificate that is none",
      config({ user: { "client-certificate-data": base64(pem), "client-key-data": base64(pem) } }),
      "has no certificate as user.client-certificate-data; give the file as it is",
    ],
    [
      "a token that has ended",
      config({ user: { token: tokenUntil("2026-11-30T08:00:00Z") } }),
      "has a token that ended on 2026-11-30; make a new one",
    ],
  ];
  for (const [what, text, says] of wrong) {
    it(`refuses ${what}`, () => {
      assert.throws(
        () => readKubeconfig(text, now),
        (error: Error) => {
          assert.equal(error.message, says);
          assert.doesNotMatch(String(error.stack), new RegExp(mark));
          return true;
        },
      );
    });
  }
});
