import assert from "node:assert/strict";
import { Agent, fetch } from "undici";
import { type PeopleRole, peopleRoles } from "../../components/five-safes";
import { projectNamespaces, spaces } from "../support/project-namespaces";
import { tokensOf } from "../support/store-session";
import { logIn, startTimeout, testEnvironment } from "../support/test-sandbox";

const inHeart = `/api/v1/namespaces/${spaces.heart}`;
const group = (name: string) => `/apis/${name}/namespaces/${spaces.heart}`;
const named = (kind: string, apiVersion: string) => ({ apiVersion, kind, metadata: { name: "new" } });

const everybody: PeopleRole[] = [...peopleRoles];
const workers: PeopleRole[] = ["researcher", "manager"];
const nobody: PeopleRole[] = [];
const table: [what: string, method: string, path: string, body: object | undefined, may: PeopleRole[]][] = [
  ["list pods", "GET", `${inHeart}/pods`, undefined, workers],
  ["list jobs", "GET", `${group("batch/v1")}/jobs`, undefined, workers],
  ["list events", "GET", `${inHeart}/events`, undefined, workers],
  ["read a log", "GET", `${inHeart}/pods/web/log`, undefined, ["manager"]],
  ["end a pod", "DELETE", `${inHeart}/pods/web`, undefined, ["manager"]],
  ["make a pod", "POST", `${inHeart}/pods`, named("Pod", "v1"), nobody],
  ["make a job", "POST", `${group("batch/v1")}/jobs`, named("Job", "batch/v1"), nobody],
  ["run a command in a pod", "POST", `${inHeart}/pods/web/exec?command=id&stdout=1`, undefined, nobody],
  ["list secrets", "GET", `${inHeart}/secrets`, undefined, nobody],
  ["make a secret", "POST", `${inHeart}/secrets`, named("Secret", "v1"), nobody],
  ["list configuration", "GET", `${inHeart}/configmaps`, undefined, nobody],
  ["take a token", "POST", `${inHeart}/serviceaccounts/default/token`, {}, nobody],
  ["see the quota", "GET", `${inHeart}/resourcequotas/quota`, undefined, everybody],
  ["see the limits", "GET", `${inHeart}/limitranges`, undefined, everybody],
  [
    "see the network policies",
    "GET",
    `${group("networking.k8s.io/v1")}/networkpolicies`,
    undefined,
    everybody,
  ],
  ["remove the quota", "DELETE", `${inHeart}/resourcequotas/quota`, undefined, nobody],
  [
    "remove a network policy",
    "DELETE",
    `${group("networking.k8s.io/v1")}/networkpolicies/deny-all`,
    undefined,
    nobody,
  ],
  [
    "give rights",
    "POST",
    `${group("rbac.authorization.k8s.io/v1")}/rolebindings`,
    {
      ...named("RoleBinding", "rbac.authorization.k8s.io/v1"),
      roleRef: { apiGroup: "rbac.authorization.k8s.io", kind: "ClusterRole", name: "cluster-admin" },
    },
    nobody,
  ],
  ["list namespaces", "GET", "/api/v1/namespaces", undefined, nobody],
  ["list nodes", "GET", "/api/v1/nodes", undefined, nobody],
  ["list the other project's pods", "GET", `/api/v1/namespaces/${spaces.lung}/pods`, undefined, nobody],
  ["list the other project's secrets", "GET", `/api/v1/namespaces/${spaces.lung}/secrets`, undefined, nobody],
  [
    "see the other project's quota",
    "GET",
    `/api/v1/namespaces/${spaces.lung}/resourcequotas/quota`,
    undefined,
    nobody,
  ],
];

/** With tokens that people of the real realm got by their login, at the real API server. */
describe("rights in projects' namespaces", function () {
  this.timeout(3 * 60_000);
  const cluster = projectNamespaces.use();
  let agent: Agent;
  let tokens: Record<PeopleRole, string>;

  before(async function () {
    this.timeout(startTimeout);
    const environment = await testEnvironment();
    const { kubernetes } = cluster().test;
    agent = new Agent({ connect: { ca: kubernetes.certificateAuthority } });
    const people = { researcher: "alice", checker: "carol", manager: "mona" };
    const logins = await Promise.all(
      peopleRoles.map(async (role) => [role, tokensOf(await logIn(environment, people[role]))] as const),
    );
    tokens = Object.fromEntries(
      logins.map(([role, { accessToken }]) => [role, accessToken]),
    ) as typeof tokens;
    await kubernetes.trust({
      issuer: environment.client.issuer,
      clientId: String([logins[0]?.[1].access.aud].flat()[0]),
      prefix: "oidc:heart:",
      certificateAuthority: environment.ca,
    });
  });
  after(() => agent?.close());

  /** Asked for in earnest, changes as dry runs. */
  const ask = async (token: string | undefined, method: string, path: string, body?: object) => {
    const isChange = method !== "GET" && !path.includes("/exec");
    const response = await fetch(
      `${cluster().test.kubernetes.apiUrl}${path}${isChange ? "?dryRun=All" : ""}`,
      {
        method,
        dispatcher: agent,
        headers: {
          "Content-Type": "application/json",
          ...(token === undefined ? {} : { Authorization: `Bearer ${token}` }),
        },
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      },
    );
    await response.text();
    return response.status;
  };

  for (const [what, method, path, body, may] of table) {
    it(`to ${what} have ${may.join(", ") || "none"} of the realm's roles, and nobody without a token`, async () => {
      for (const role of peopleRoles) {
        const status = await ask(tokens[role], method, path, body);
        assert.equal(status < 300, may.includes(role), `${role}: ${status}`);
        if (!may.includes(role)) assert.equal(status, 403, role);
      }
      assert.equal(await ask(undefined, method, path, body), 401);
    });
  }

  it("of the other project are those of its own groups (by impersonation)", async () => {
    const canList = async (namespace: string, group = "/lung/researcher") => {
      const somebody = [
        "--as=oidc:lung:lara",
        `--as-group=oidc:lung:${group}`,
        "--as-group=system:authenticated",
      ];
      return (
        (await cluster().test.kubectl(["get", "pods", "--namespace", namespace, ...somebody])).status === 0
      );
    };
    assert.deepEqual([await canList(spaces.lung), await canList(spaces.heart)], [true, false]);
    // whoever runs that project's realm calls groups in it as he likes
    assert.equal(await canList(spaces.heart, "/heart/researcher"), false);
  });
});
