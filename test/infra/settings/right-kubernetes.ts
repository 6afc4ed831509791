/** An image by its digest. */
export const pinned = `registry.site.example/image@sha256:${"0a".repeat(32)}`;

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
