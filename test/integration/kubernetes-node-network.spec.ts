import { bench, elsewhere, kubernetesBench } from "../support/kubernetes-bench";

/** Pods that really run; each way that is closed stands beside one that is open. */
describe("the sandbox's Kubernetes connects pods", function () {
  this.timeout(3 * 60_000);
  const cluster = kubernetesBench.use();

  it("by names, and knows no others", async () => {
    const name = (service: string) => ["toolbox", "name", `${service}.${bench}.svc.cluster.local`];
    await cluster().hears(bench, "caller", name("web"), /^\[10\.240\./);
    await cluster().hears(bench, "caller", name("gone"), /no such host/);
  });

  it("by a service's address", () =>
    cluster().hears(bench, "caller", ["toolbox", "get", "http://web"], /^web 172\.25\.0\./));

  it("as network policies say, on the way in", async () => {
    const get = ["toolbox", "tcp", `web.${bench}:80`];
    await cluster().hears(elsewhere, "caller", get, /open/);
    await cluster().applied(
      policy("web-in", "web", {
        ingress: [{ from: [{ podSelector: { matchLabels: { app: "caller" } } }] }],
      }),
    );
    await cluster().hears(elsewhere, "caller", get, /timeout/);
    await cluster().hears(bench, "caller", get, /open/);
    await cluster().kubectl("--namespace", bench, "delete", "networkpolicy", "web-in");
    await cluster().hears(elsewhere, "caller", get, /open/);
  });

  it("as network policies say, on the way out", async () => {
    const dns = { to: [{ namespaceSelector: {} }], ports: [{ port: 53, protocol: "UDP" }] };
    const web = { to: [{ podSelector: { matchLabels: { app: "web" } } }], ports: [{ port: 8080 }] };
    const tcp = (port: number) => ["toolbox", "tcp", `${address}:${port}`];
    const address = await cluster().addressOf(bench, "web");
    await cluster().hears(bench, "caller", tcp(8081), /open/);
    await cluster().applied(policy("caller-out", "caller", { egress: [dns, web] }));
    await cluster().hears(bench, "caller", tcp(8081), /timeout/);
    await cluster().hears(bench, "caller", tcp(8080), /open/);
    await cluster().hears(bench, "caller", ["toolbox", "tcp", "kubernetes.default:443"], /timeout/);
    await cluster().kubectl("--namespace", bench, "delete", "networkpolicy", "caller-out");
    await cluster().hears(bench, "caller", ["toolbox", "tcp", "kubernetes.default:443"], /open/);
  });

  it("as network policies say, by blocks of addresses, namespaces and names of ports", async () => {
    const { siteAddress } = cluster().test.cloud;
    const site = ["toolbox", "tcp", `${siteAddress}:443`];
    const block = (except: string[]) => ({ to: [{ ipBlock: { cidr: "198.18.0.0/15", except } }] });
    await cluster().applied(policy("caller-out", "caller", { egress: [block([`${siteAddress}/32`])] }));
    await cluster().hears(bench, "caller", site, /timeout/);
    await cluster().applied(policy("caller-out", "caller", { egress: [block([])] }));
    await cluster().hears(bench, "caller", site, /open/);
    await cluster().kubectl("--namespace", bench, "delete", "networkpolicy", "caller-out");

    const named = cluster().pod("named", ["toolbox", "serve", "8080", "8081"], {
      ports: [{ name: "http", containerPort: 8080 }],
    });
    await cluster().ready(named);
    const address = await cluster().addressOf(bench, "named");
    const from = [{ namespaceSelector: { matchLabels: { team: "other" } } }];
    await cluster().applied(policy("named-in", "named", { ingress: [{ from, ports: [{ port: "http" }] }] }));
    await cluster().hears(bench, "caller", ["toolbox", "tcp", `${address}:8080`], /timeout/);
    await cluster().hears(elsewhere, "caller", ["toolbox", "tcp", `${address}:8080`], /open/);
    await cluster().hears(elsewhere, "caller", ["toolbox", "tcp", `${address}:8081`], /timeout/);
  });
});

const policy = (name: string, app: string, rules: { ingress?: object[]; egress?: object[] }) => ({
  apiVersion: "networking.k8s.io/v1",
  kind: "NetworkPolicy",
  metadata: { name, namespace: bench },
  spec: {
    podSelector: { matchLabels: { app } },
    policyTypes: [rules.ingress ? "Ingress" : "Egress"],
    ...rules,
  },
});
