import assert from "node:assert/strict";
import type { ApiCluster, ApiMachineDeployment } from "../../../components/kubernetes/kkp-api";
import type { KkpInputs } from "../../../components/kubernetes/kkp-cluster-inputs";
import {
  clusterBody,
  clusterPatch,
  poolBody,
  poolPatch,
  seenCluster,
  seenPools,
} from "../../../components/kubernetes/kkp-cluster-spec";
import { closedCluster, pool as usualPool } from "../../support/kkp-inputs";

const pool = { ...usualPool, flavor: "de.NBI large", labels: { for: "tasks" } };
const inputs: KkpInputs = { ...closedCluster, version: "1.35.1", pools: [pool] };
const { labels } = inputs;

const changeable = {
  apiServerAllowedIPRanges: { cidrBlocks: ["192.0.2.0/24"] },
  auditLogging: { enabled: true, policyPreset: "recommended" },
  oidc: {
    issuerURL: "https://login.example.org/realms/heart",
    clientID: "heart-cluster",
    usernameClaim: "sub",
    usernamePrefix: "oidc:heart:",
    groupsClaim: "groups",
    groupsPrefix: "oidc:heart:",
  },
  version: "1.35.1",
};
const openstack = {
  applicationCredentialID: "credential-id",
  applicationCredentialSecret: "credential-secret-71c3",
  nodePortsAllowedIPRanges: { cidrBlocks: ["192.168.1.0/24"] },
};

/** The cluster as KKP would tell it. */
const told: ApiCluster = {
  id: "abc",
  name: "heart-cluster",
  labels: { ...labels, "project-id": "x7k2m9q4zt" },
  spec: {
    ...changeable,
    cniPlugin: { type: "cilium", version: "1.16.9" },
    cloud: {
      dc: "Berlin",
      openstack: {
        floatingIPPool: "public",
        network: "k8s-cluster-abc-network",
        subnetID: "subnet",
        routerID: "router",
        nodePortsAllowedIPRanges: { cidrBlocks: ["192.168.1.0/24"] },
      },
    },
  },
  status: { version: "1.35.1", url: "https://abc.example.org:6443" },
};

const deployment = (name: string, changes: object = {}): ApiMachineDeployment => ({
  id: name,
  name,
  spec: {
    replicas: 3,
    template: {
      cloud: { openstack: { flavor: "de.NBI large", image: "Ubuntu-24.04", diskSize: null } },
      versions: { kubelet: "1.35.1" },
      labels: { for: "tasks" },
    },
  },
  ...changes,
});

describe("what KKP is asked for", () => {
  it("makes a cluster that is closed, logged and bound to the realm", () => {
    assert.deepEqual(clusterBody(inputs), {
      cluster: {
        name: "heart-cluster",
        type: "kubernetes",
        labels,
        spec: {
          ...changeable,
          cniPlugin: { type: "cilium" },
          exposeStrategy: "LoadBalancer",
          enableUserSSHKeyAgent: true,
          kubernetesDashboard: { enabled: false },
          cloud: {
            dc: "Berlin",
            openstack: { ...openstack, floatingIPPool: "public", network: "", subnetID: "", routerID: "" },
          },
        },
      },
    });
  });

  it("changes what KKP changes in place, and nothing else", () => {
    assert.deepEqual(clusterPatch(inputs), { labels, spec: { ...changeable, cloud: { openstack } } });
    const patch = clusterPatch({ ...inputs, cniVersion: "1.17.0" }) as { spec: { cniPlugin: object } };
    assert.deepEqual(patch.spec.cniPlugin, { type: "cilium", version: "1.17.0" });
  });

  it("makes workers without addresses outside, from a volume only where its size is given", () => {
    const cloud = { flavor: "de.NBI large", image: "Ubuntu-24.04", useFloatingIP: false, tags: labels };
    const spec = {
      replicas: 3,
      template: {
        cloud: { openstack: cloud },
        operatingSystem: { ubuntu: { distUpgradeOnBoot: false } },
        versions: { kubelet: "1.35.1" },
        labels: { for: "tasks" },
      },
    };
    assert.deepEqual(poolBody(pool, inputs), { name: "compute", spec });
    const { template } = poolBody({ ...pool, diskGib: 80 }, inputs).spec;
    assert.deepEqual(template.cloud.openstack, { ...cloud, diskSize: 80 });
  });

  it("takes away from workers the labels and the volume that they should not have", () => {
    const found = deployment("compute");
    Object.assign(found.spec.template.cloud.openstack ?? {}, { diskSize: 80 });
    const patch = poolPatch({ ...pool, labels: { disk: "fast" } }, inputs, found);
    assert.deepEqual(patch.spec.template.labels, { for: null, disk: "fast" });
    assert.equal(patch.spec.template.cloud.openstack.diskSize, null);
  });
});

describe("what KKP tells", () => {
  it("is what was asked for, whatever it filled in", () => {
    assert.deepEqual(seenCluster(inputs, told), inputs);
  });

  it("shows each thing that is another", () => {
    const { cloud } = told.spec;
    const other = (spec: Partial<ApiCluster["spec"]>): Partial<KkpInputs> => {
      const seen = seenCluster(inputs, { ...told, spec: { ...told.spec, ...spec } });
      return Object.fromEntries(
        Object.entries(seen).filter(
          ([key, value]) => value !== inputs[key as keyof KkpInputs] && key !== "labels",
        ),
      );
    };
    const ranges = { apiServerAllowedRanges: ["192.0.2.0/24"], nodePortsAllowedRanges: ["192.168.1.0/24"] };
    assert.deepEqual(other({ version: "1.36.0" }), { version: "1.36.0", ...ranges });
    assert.deepEqual(other({ auditLogging: { enabled: false, policyPreset: "recommended" } }), {
      auditPolicy: "",
      ...ranges,
    });
    assert.deepEqual(other({ oidc: {} }), { issuer: "", clientId: "", ...ranges });
    assert.deepEqual(other({ apiServerAllowedIPRanges: undefined }), {
      ...ranges,
      apiServerAllowedRanges: [],
    });
    assert.deepEqual(other({ cloud: { ...cloud, dc: "Bonn" } }), { dc: "Bonn", ...ranges });
  });

  it("has pools in the order that they had, others behind them, and none that goes", () => {
    const state = { ...inputs, pools: [{ ...pool, name: "gpu" }, pool] };
    const told = [
      deployment("by-hand"),
      deployment("compute"),
      deployment("going", { deletionTimestamp: "2026-11-26T00:00:00Z" }),
      deployment("gpu"),
    ];
    assert.deepEqual(seenPools(state, told), [{ ...pool, name: "gpu" }, pool, { ...pool, name: "by-hand" }]);
  });
});
