import assert from "node:assert/strict";
import type * as pulumi from "@pulumi/pulumi";
import { ProjectNamespace } from "../../../components/kubernetes/project-namespace";
import { PublicLoadBalancer } from "../../../components/kubernetes/public-load-balancer";
import type { PublicLoadBalancerArgs } from "../../../components/kubernetes/public-load-balancer-args";
import { assertWellBuilt, type Recorded, recordResources } from "../../support/record";
import { heart, site } from "../cloud/heart";
import { clusterFindings } from "./cluster-findings";

const certificate = "https://barbican.example.org/v1/containers/1";
const issued = { clusterIssuer: "letsencrypt-dns", secretName: "tes-tls" };

const shared = {
  project: heart,
  namespace: "heart-tasks",
  pods: { app: "task-gateway" },
  podPort: 8080,
  hostName: "tes.heart.example",
  sourceRanges: ["192.0.2.0/24"],
};

/** In a network that is there. */
const given: PublicLoadBalancerArgs = {
  ...shared,
  floatingPool: "dmz",
  floatingNetworkId: "dmz-id",
  subnetId: "edge-subnet",
  memberSubnetId: "workers-subnet",
};

/** In a network of its own. */
const own: PublicLoadBalancerArgs = { ...shared, dmz: { site }, memberSubnetId: "workers-subnet" };

const buildOf = (args: PublicLoadBalancerArgs): Promise<Recorded[]> =>
  recordResources(
    () => void new PublicLoadBalancer("heart-public", args),
    (type) => (type.endsWith(":FloatingIp") ? { address: "198.18.1.7" } : {}),
  );

const build = (changes: Partial<PublicLoadBalancerArgs> = {}): Promise<Recorded[]> =>
  buildOf({ ...given, ...changes } as PublicLoadBalancerArgs);

const kindsOf = (all: Recorded[]): string[] =>
  all.map(({ type, name }) => `${type.replace(/.*:/, "")} ${name}`).sort();

const serviceOf = (all: Recorded[]) =>
  all.find(({ type }) => type === "kubernetes:core/v1:Service")?.inputs as {
    metadata: { annotations: Record<string, string> };
    spec: Record<string, unknown>;
  };

const annotationsOf = (all: Recorded[]): Record<string, string> =>
  Object.fromEntries(
    Object.entries(serviceOf(all).metadata.annotations).map(([key, value]) => [
      key.replace("loadbalancer.openstack.org/", ""),
      value,
    ]),
  );

const always = {
  "keep-floatingip": "true",
  "enable-health-monitor": "true",
  "health-monitor-delay": "5",
  "health-monitor-timeout": "3",
  "health-monitor-max-retries": "3",
};

/** Against a mocked engine: what the cloud controller manager is told; what it makes of that, test/integration shows. */
describe("PublicLoadBalancer", () => {
  it("is a service of which the cloud controller makes a balancer, for the ranges", async () => {
    const all = await build();
    assertWellBuilt(all);
    assert.deepEqual(kindsOf(all), [
      "FloatingIp heart-public-address",
      "PublicLoadBalancer heart-public",
      "Service heart-public",
    ]);
    assert.deepEqual(serviceOf(all).spec, {
      type: "LoadBalancer",
      loadBalancerIP: "198.18.1.7",
      loadBalancerSourceRanges: ["192.0.2.0/24"],
      selector: { app: "task-gateway" },
      ports: [{ name: "https", port: 443, targetPort: 8080, protocol: "TCP" }],
    });
  });

  it("leaves the cloud controller no network, subnet or address to choose", async () => {
    const place = { "floating-network-id": "dmz-id", "subnet-id": "edge-subnet" };
    assert.deepEqual(annotationsOf(await build()), {
      ...always,
      ...place,
      "member-subnet-id": "workers-subnet",
    });
    const { memberSubnetId: _, ...inOne } = given as typeof given & { memberSubnetId: string };
    assert.deepEqual(annotationsOf(await buildOf(inOne)), {
      ...always,
      ...place,
      "member-subnet-id": "edge-subnet",
    });
  });

  it("ends TLS at the balancer by a certificate, and else at the pods", async () => {
    const tls = async (changes: Partial<PublicLoadBalancerArgs>) => {
      const { "default-tls-container-ref": ref, ...others } = annotationsOf(await build(changes));
      return [ref, others["x-forwarded-for"], others["proxy-protocol"]];
    };
    assert.deepEqual(await tls({ certificate }), [certificate, "true", undefined]);
    assert.deepEqual(await tls({}), [undefined, undefined, undefined]);
    assert.deepEqual(await tls({ proxyProtocol: "v2" }), [undefined, undefined, "v2"]);
  });

  it("has the pods' certificate issued where an issuer is named", async () => {
    const all = await build({ issued });
    assertWellBuilt(all);
    const made = all.find(({ type }) => type === "kubernetes:cert-manager.io/v1:Certificate");
    assert.deepEqual(made?.inputs.spec, {
      secretName: "tes-tls",
      dnsNames: ["tes.heart.example"],
      issuerRef: { group: "cert-manager.io", kind: "ClusterIssuer", name: "letsencrypt-dns" },
      privateKey: { algorithm: "ECDSA", size: 256, rotationPolicy: "Always" },
    });
    assert.equal(
      kindsOf(await build())
        .join()
        .includes("Certificate"),
      false,
    );
  });

  it("stands in a network of its own at the site's DMZ where it is told to", async () => {
    const all = await buildOf(own);
    assertWellBuilt(all);
    assert.deepEqual(kindsOf(all), [
      "FloatingIp heart-public-address",
      "Network heart-public-network",
      "PublicLoadBalancer heart-public",
      "Router heart-public-router",
      "RouterInterface heart-public-router-interface",
      "Service heart-public",
      "Subnet heart-public-network-subnet",
    ]);
    const of = (name: string) => all.find((it) => it.name === name)?.inputs ?? assert.fail(name);
    assert.equal(of("heart-public-network-subnet").cidr, "10.0.100.0/28");
    assert.equal(of("heart-public-router").externalNetworkId, "dmz-id");
    assert.equal(of("heart-public-address").pool, "dmz");
    const {
      "floating-network-id": outside,
      "subnet-id": subnet,
      "member-subnet-id": members,
    } = annotationsOf(all);
    assert.deepEqual(
      [outside, subnet, members],
      ["dmz-id", "heart-public-network-subnet-id", "workers-subnet"],
    );
    const { dmzNetwork: __, ...withoutDmz } = site;
    const [address] = (await buildOf({ ...own, dmz: { site: withoutDmz } })).filter(({ name }) =>
      name.endsWith("-address"),
    );
    assert.equal(address?.inputs.pool, "public");
  });

  it("makes the balancer after its way outside, so that it goes before", async () => {
    const service = (await buildOf(own)).find(({ type }) => type.endsWith(":Service"));
    const waits = service?.opts.dependsOn as (pulumi.Resource & { __name?: string })[] | undefined;
    assert.deepEqual(
      waits?.map((it) => it.__name),
      ["heart-public-router-interface"],
    );
  });

  it("keeps its address, unless it is told not to, and takes one that is there", async () => {
    const addressOf = async (changes: Partial<PublicLoadBalancerArgs>) =>
      (await build(changes)).find(({ type }) => type.endsWith(":FloatingIp"))?.opts.retainOnDelete;
    assert.equal(await addressOf({}), true);
    assert.equal(await addressOf({ keepAddress: false }), false);
    const all = await build({ address: "192.0.2.80" });
    assert.equal(serviceOf(all).spec.loadBalancerIP, "192.0.2.80");
    assert.equal(kindsOf(all).join().includes("FloatingIp"), false);
  });

  it("holds every rule at every tier, in a namespace that is the environment's edge", async () => {
    const found = (args: Partial<PublicLoadBalancerArgs>, parameters?: Record<string, unknown>) =>
      clusterFindings((project, opts) => {
        const { namespaceName } = new ProjectNamespace(
          "heart",
          { project, kubernetesVersion: "1.36.0", quota: { cpu: 1, memoryGib: 1, pods: 1 } },
          opts,
        );
        const all = { ...args, project, namespace: namespaceName } as PublicLoadBalancerArgs;
        return new PublicLoadBalancer("heart-public", all, opts);
      }, parameters);
    const edge = { edgeNamespaces: ["edge", "heart-tasks"] };
    assert.deepEqual(await found(given, edge), []);
    assert.deepEqual(await found({ ...given, certificate }, edge), []);
    assert.deepEqual(await found(own, edge), []);
    assert.deepEqual((await found(given)).slice(0, 1), [
      'tier 0: safe-settings-service-edge-only: service "public" has a load balancer in the namespace "heart-tasks"; make it a ClusterIP behind the gateway',
    ]);
  });

  const wrong: [Partial<PublicLoadBalancerArgs>, string][] = [
    [{ project: { ...heart, id: "Heart" } }, "project.id must be 3 to 24 lower-case"],
    [{ pods: {} }, "pods must name the pods by at least one label"],
    [{ podPort: 0 }, "podPort must be a TCP port from 1 to 65535, got 0"],
    [{ hostName: "https://tes.heart.example" }, "hostName must be a full name in lower case"],
    [{ sourceRanges: [] }, "sourceRanges must name at least one range"],
    [{ sourceRanges: ["192.0.2.0/24", "0.0.0.0/0"] }, "sourceRanges[1] must not be wider than /8"],
    [{ sourceRanges: ["192.0.2.1/24"] }, "sourceRanges[0] must have no host bits"],
    [{ sourceRanges: ["2001:db8::/32"] }, "sourceRanges[0] must be IPv4, as the balancer's address is"],
    [{ address: "tes.heart.example" }, "address must be an address"],
    [{ floatingPool: "" }, "floatingPool must not be empty"],
    [{ floatingNetworkId: "" }, "floatingNetworkId must not be empty"],
    [{ subnetId: "" }, "subnetId must not be empty"],
    [{ memberSubnetId: "" }, "memberSubnetId must not be empty"],
    [{ certificate: "" }, "certificate must not be empty"],
    [{ certificate, issued }, "issued must be left out where TLS ends at the balancer, by certificate"],
    [
      { certificate, proxyProtocol: "v1" },
      "proxyProtocol must be left out where TLS ends at the balancer, by certificate",
    ],
    [
      { issued: { ...issued, clusterIssuer: "Let's" } },
      "issued.clusterIssuer must be the name of an object in lower case",
    ],
    [
      { issued: { ...issued, secretName: "" } },
      "issued.secretName must be the name of an object in lower case",
    ],
    [{ dmz: { site, cidr: "10.0.0.0/8" } }, "dmz.cidr must be a private IPv4 range of /16 to /28"],
    [{ dmz: { site, cidr: "198.51.100.0/24" } }, "dmz.cidr must be a private IPv4 range"],
    [
      { dmz: { site: { ...site, externalRanges: ["10.0.96.0/20"] } } },
      "dmz.cidr must not overlap 10.0.96.0/20",
    ],
    [{ dmz: { site: { ...site, mtu: 9 } } }, "dmz.site.mtu must be 1280 to 9216, got 9"],
  ];
  for (const [changes, says] of wrong) {
    it(`refuses ${JSON.stringify(changes).slice(0, 70)}: ${says}`, async () => {
      await assert.rejects(build(changes), (error: Error) =>
        error.message.includes(`heart-public": ${says}`),
      );
    });
  }
});
