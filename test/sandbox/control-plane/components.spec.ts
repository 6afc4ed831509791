import assert from "node:assert/strict";
import { components } from "../../../sandbox/control-plane/components";
import { clusterFolder } from "../../../sandbox/kubernetes/cluster-folder";

describe("the programs of the Kubernetes without root", () => {
  const folder = clusterFolder("/sandbox/control-plane");
  const ports = { kubernetes: 16443, etcd: 12379, etcdPeers: 12380 };
  const parts = components(folder, ports, { kubernetes: "/cache/kubernetes", kwok: "/cache/kwok" });
  const all = Object.values(parts);

  it("are the control plane of every cluster, and kwok in place of nodes", () => {
    assert.deepEqual(all.map(({ program }) => program).sort(), [
      "/cache/kubernetes/etcd",
      "/cache/kubernetes/kube-apiserver",
      "/cache/kubernetes/kube-controller-manager",
      "/cache/kubernetes/kube-scheduler",
      "/cache/kwok/kwok",
    ]);
  });

  it("listen on loopback at the sandbox's ports, or not at all", () => {
    const listening = (options: Record<string, string>) =>
      Object.entries(options)
        .filter(([name]) => /^(listen|bind|advertise|secure-port|node-port|server-address)/.test(name))
        .map(([name, value]) => `${name}=${value}`);
    assert.deepEqual(
      Object.fromEntries(Object.entries(parts).map(([name, { options }]) => [name, listening(options)])),
      {
        etcd: [
          "listen-client-urls=https://127.0.0.1:12379",
          "advertise-client-urls=https://127.0.0.1:12379",
          "listen-peer-urls=https://127.0.0.1:12380",
        ],
        "kube-apiserver": ["bind-address=127.0.0.1", "advertise-address=127.0.0.1", "secure-port=16443"],
        "kube-controller-manager": ["bind-address=127.0.0.1", "secure-port=0"],
        "kube-scheduler": ["bind-address=127.0.0.1", "secure-port=0"],
        kwok: ["node-port=0", "server-address="],
      },
    );
  });

  it("keep all that they write in the sandbox's folder", () => {
    const paths = all
      .flatMap(({ options }) => Object.values(options))
      .filter((value) => value.startsWith("/") && !value.startsWith("/cache/"));
    assert.deepEqual(
      paths.filter((path) => !path.startsWith("/sandbox/control-plane/")),
      [],
    );
    assert.equal(parts.etcd.options["data-dir"], "/sandbox/control-plane/data/etcd");
  });

  it("know people and judge pods as the API server of the node does", () => {
    const { options } = parts["kube-apiserver"];
    assert.equal(
      options["authentication-config"],
      "/sandbox/control-plane/configuration/authentication.json",
    );
    assert.equal(options["authorization-mode"], "Node,RBAC");
    assert.equal(options["disable-admission-plugins"], undefined);
  });
});
