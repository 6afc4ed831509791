import assert from "node:assert/strict";
import { askNames, denyAll, policyOf } from "../../components/kubernetes/network-lines";
import { flowsOf, projectNamespaces, spaces } from "../support/project-namespaces";

/** Pods that really run; each way that is open stands beside those that are closed. */
describe("network policies of projects' namespaces", function () {
  this.timeout(3 * 60_000);
  const cluster = projectNamespaces.use();
  const hears = (namespace: string, name: string, target: string, expected: RegExp): Promise<void> =>
    cluster().hears(namespace, name, ["toolbox", "tcp", target], expected);

  it("are exactly the typed list", async () => {
    const said = await cluster().kubectl("--namespace", spaces.heart, "get", "networkpolicies", "-o=json");
    const { items } = JSON.parse(said) as { items: { metadata: { name: string }; spec: object }[] };
    const expected = flowsOf(cluster().test.cloud.siteAddress).map(
      (line) => [line.name, policyOf(line)] as const,
    );
    assert.deepEqual(
      Object.fromEntries(items.map(({ metadata, spec }) => [metadata.name, spec])),
      Object.fromEntries([["deny-all", denyAll], ["ask-names", askNames], ...expected]),
    );
  });

  type Way = [
    from: keyof typeof spaces,
    pod: string,
    to: [keyof typeof spaces, string] | "site",
    port: number,
  ];
  const ways: { open: Way; closed: Way[] }[] = [
    {
      open: ["heart", "caller", ["heart", "web"], 8080],
      closed: [
        ["heart", "caller", ["heart", "web"], 8081],
        ["heart", "worker", ["heart", "web"], 8080],
        ["heart", "web", ["heart", "caller"], 8080],
      ],
    },
    {
      open: ["heart", "worker", "site", 443],
      closed: [
        ["heart", "caller", "site", 443],
        ["heart", "web", "site", 443],
      ],
    },
    {
      open: ["edge", "proxy", ["heart", "web"], 8080],
      closed: [
        ["edge", "proxy", ["heart", "web"], 8081],
        ["edge", "proxy", ["heart", "caller"], 8080],
        ["edge", "stranger", ["heart", "web"], 8080],
      ],
    },
    // the same labels in both projects
    {
      open: ["lung", "caller", ["lung", "web"], 8080],
      closed: [
        ["lung", "caller", ["heart", "web"], 8080],
        ["heart", "caller", ["lung", "web"], 8080],
      ],
    },
  ];
  const target = async (to: Way[2], port: number) =>
    `${to === "site" ? cluster().test.cloud.siteAddress : await cluster().addressOf(spaces[to[0]], to[1])}:${port}`;
  const written = ([from, name, to, port]: Way) =>
    `${from}/${name} to ${to === "site" ? to : to.join("/")}:${port}`;
  for (const { open, closed } of ways) {
    it(`let ${written(open)}, and not ${closed.map(written).join(", ")}`, async () => {
      const [from, name, to, port] = open;
      await hears(spaces[from], name, await target(to, port), /open/);
      for (const [from, name, to, port] of closed)
        await hears(spaces[from], name, await target(to, port), /timeout/);
    });
  }

  it("let pods ask for names, and not reach the API server that they then know", async () => {
    await hears(spaces.heart, "caller", "kubernetes.default:443", /dial tcp [\d.]+:443: .*timeout/);
    await hears(spaces.edge, "proxy", "kubernetes.default:443", /open/);
  });
});
