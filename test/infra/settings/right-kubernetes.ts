/** An image by its digest. */
export const pinned = `registry.site.example/image@sha256:${"0a".repeat(32)}`;

/** A right cluster on machines of the ground, with what it needs of `cloud`; `kubernetes.kkp` goes then. */
export const onKubeOne = {
  "kubernetes.kubeone": {
    version: "1.36.0",
    credential: "c2f7e9d3b7da5d1ac0e2d704a3c8b1e5",
    apiRanges: ["192.0.2.0/24"],
    controlPlane: { machines: 3, size: "medium" },
    pools: [{ name: "default", size: "large", workers: 3 }],
  } as object,
  "kubernetes.kkp": undefined,
  "cloud.egress": ["workbench", "control-plane", "workers"].map((from) => ({
    from,
    to: "192.0.2.10/32",
    port: 443,
    why: "The store, images and the cloud's API.",
  })) as object[],
};

/** A right cluster that is there; `kubernetes.kkp` goes then. */
export const onExisting = {
  "kubernetes.existing": {
    version: "1.36.0",
    subnet: "0d9b2f2e-6a40-4bd5-8f46-0a37e2f6c1b7",
    networkPoliciesEnforced: true,
  } as object,
  "kubernetes.kkp": undefined,
};

/** A right section `kubernetes`, with one of each thing that may be; it goes with the other right settings. */
export const rightKubernetes = {
  kkp: {
    url: "https://kkp.site.example",
    project: "7fk2dz9cvb",
    datacenter: "Berlin",
    version: "1.36.0",
    apiRanges: ["192.0.2.0/24"],
    pools: [{ name: "default", size: "large", workers: 3 }],
  },
  quota: { cpu: 8 },
  tasks: {
    server: { by: "funnel", image: pinned },
    images: [pinned],
    accounts: ["mount"],
    gateway: pinned,
    userInfoUrl: "https://login.inside.site.example/userinfo",
    host: "tes.heart.example",
    certificateFile: "certificates/tes.pem",
    ranges: ["192.0.2.0/24"],
    ways: {
      login: { to: "192.0.2.10/32", port: 443 },
      store: { to: "192.0.2.11/32", port: 9000 },
      api: { to: "192.0.2.12/32", port: 6443 },
      balancer: "192.168.1.0/24",
    },
    address: "192.0.2.80",
  },
};
