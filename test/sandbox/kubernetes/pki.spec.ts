import assert from "node:assert/strict";
import { X509Certificate } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { kubernetesAddresses } from "../../../sandbox/kubernetes/addresses";
import { type KubernetesFolder, kubernetesFolder } from "../../../sandbox/kubernetes/folder";
import { ensurePki } from "../../../sandbox/kubernetes/pki";
import { modeOf, useTemporaryFolder } from "../fixtures/temporary-folder";

describe("the cluster's certificates", () => {
  const temporary = useTemporaryFolder();
  let folder: KubernetesFolder;

  beforeEach(async () => {
    folder = kubernetesFolder(join(temporary(), "kubernetes"));
    await ensurePki(folder, kubernetesAddresses(0));
  });

  const files = (root: string) =>
    readdirSync(root, { recursive: true, withFileTypes: true }).flatMap((entry) =>
      entry.isFile() ? [join(entry.parentPath, entry.name)] : [],
    );
  const certificate = (file: string) => new X509Certificate(readFileSync(file));
  const clientOf = (kubeconfig: string) => {
    const { user } = JSON.parse(readFileSync(kubeconfig, "utf8")).users[0];
    return new X509Certificate(Buffer.from(user["client-certificate-data"], "base64"));
  };

  it("are their owner's alone", () => {
    assert.deepEqual([...new Set(files(folder.root).map(modeOf))], ["600"]);
  });

  it("make everybody who they are in the cluster", () => {
    const names = ["kubelet", "kube-proxy", "networkpolicies"].map(
      (name) => clientOf(join(folder.configuration, `${name}.kubeconfig`)).subject,
    );
    assert.deepEqual(names, [
      "O=system:nodes\nCN=system:node:spe0-node",
      "CN=system:kube-proxy",
      "CN=spe:network-policies",
    ]);
    assert.equal(clientOf(folder.adminKubeconfig).subject, "O=system:masters\nCN=spe-sandbox");
  });

  it("let clients be no servers, and servers no clients", () => {
    const [client, server] = ["1.3.6.1.5.5.7.3.2", "1.3.6.1.5.5.7.3.1"];
    assert.deepEqual(clientOf(folder.adminKubeconfig).keyUsage, [client]);
    const api = certificate(join(folder.configuration, "pki", "api.crt"));
    assert.deepEqual(api.keyUsage, [server]);
    assert.equal(api.checkIP("198.18.3.2"), "198.18.3.2");
    assert.equal(api.checkIP("10.240.16.1"), "10.240.16.1");
    assert.equal(api.checkIP("198.18.3.1"), undefined);
  });

  it("have two authorities, so that no client of the API is one of the database", () => {
    const [cluster, etcd] = (["cluster", "etcd"] as const).map((name) =>
      certificate(folder.authority(name).certificate),
    );
    const toEtcd = certificate(join(folder.configuration, "pki", "api-to-etcd.crt"));
    assert.ok(cluster && etcd);
    assert.equal(toEtcd.verify(etcd.publicKey), true);
    assert.equal(toEtcd.verify(cluster.publicKey), false);
    assert.equal(clientOf(folder.adminKubeconfig).verify(etcd.publicKey), false);
  });

  it("show the node no authority's key and no administrator's", () => {
    const seen = files(folder.configuration).map((file) => readFileSync(file, "utf8"));
    const { user } = JSON.parse(readFileSync(folder.adminKubeconfig, "utf8")).users[0];
    const hidden = [
      readFileSync(folder.authority("cluster").key, "utf8"),
      readFileSync(folder.authority("etcd").key, "utf8"),
      user["client-key-data"] as string,
    ];
    for (const secret of hidden)
      assert.equal(
        seen.some((text) => text.includes(secret.trim())),
        false,
      );
    assert.equal(
      seen.some((text) => text.includes("PRIVATE KEY")),
      true,
    );
  });

  it("stay as they are when they are made sure of again", async () => {
    const before = files(folder.root).map((file) => readFileSync(file, "utf8"));
    await ensurePki(folder, kubernetesAddresses(0));
    assert.deepEqual(
      files(folder.root).map((file) => readFileSync(file, "utf8")),
      before,
    );
  });
});
