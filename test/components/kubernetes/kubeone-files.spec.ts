import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { parse, parseAllDocuments } from "yaml";
import { kubeOneFiles, kubeOneSecrets } from "../../../components/kubernetes/kubeone-files";
import type { KubeOnePlace, KubeOnePlan } from "../../../components/kubernetes/kubeone-plan";
import { place, plan } from "../../support/kubeone-plan";
import { hostKey } from "../cloud/keys";

const files = (changes: { plan?: Partial<KubeOnePlan>; place?: Partial<KubeOnePlace> } = {}) =>
  kubeOneFiles({ ...plan, ...changes.plan }, { ...place, ...changes.place });

/** What the documents say; whether KubeOne takes them, nothing here can show. */
describe("the documents of KubeOne", () => {
  for (const path of [
    "kubeone.yaml",
    "credentials.yaml",
    "audit-policy.yaml",
    "addons/default-storage-class/storage-class.yaml",
    "addons/workers/machine-deployments.yaml",
  ])
    it(`has ${path} as it is written down`, () => {
      const written = join(__dirname, "kubeone-documents", basename(path));
      assert.equal(files()[path], readFileSync(written, "utf8"));
    });

  const [, blob] = hostKey.split(" ");

  it("has tf.json as Terraform would write it, with the key of each host", () => {
    assert.deepEqual(JSON.parse(files()["tf.json"] ?? ""), {
      kubeone_api: { value: { endpoint: "10.20.0.5", apiserver_alternative_names: ["198.18.0.61"] } },
      kubeone_hosts: {
        value: {
          control_plane: {
            cluster_name: "heart-cluster",
            cloud_provider: "openstack",
            private_address: ["10.20.0.11", "10.20.0.12", "10.20.0.13"],
            hostnames: [1, 2, 3].map((at) => `heart-cluster-control-plane-${at}`),
            operating_system: "ubuntu",
            ssh_port: 22,
            ssh_user: "spe",
            ssh_private_key_file: "id_ssh",
            ssh_hosts_keys: [blob, blob, blob],
            bastion: "198.18.0.60",
            bastion_port: 22,
            bastion_user: "spe",
            bastion_host_key: blob,
          },
        },
      },
    });
  });

  it("names no bastion where there is none", () => {
    const { bastion: _, ...ssh } = place.ssh;
    const { kubeone_hosts } = JSON.parse(files({ place: { ssh } })["tf.json"] ?? "");
    assert.deepEqual(
      Object.keys(kubeone_hosts.value.control_plane).filter((key) => key.startsWith("bastion")),
      [],
    );
  });

  const manifest = (changes?: Parameters<typeof files>[0]) => parse(files(changes)["kubeone.yaml"] ?? "");

  it("leaves room in Canal's packets for the header that goes around them", () => {
    assert.deepEqual(manifest({ plan: { cni: "canal" } }).clusterNetwork.cni, { canal: { mtu: 1400 } });
  });

  it("trusts a private authority of the cloud, and names none otherwise", () => {
    const certificateAuthority = "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n";
    const private_ = manifest({ place: { cloud: { ...place.cloud, certificateAuthority } } });
    assert.equal(private_.caBundle, certificateAuthority);
    assert.equal("caBundle" in manifest(), false);
  });

  it("lets no text out of its setting", () => {
    const region = 'a"\\b';
    const { cloudConfig } = manifest({ place: { cloud: { ...place.cloud, region } } }).cloudProvider;
    assert.match(cloudConfig, /^region="a\\"\\\\b"$/m);
    const cloud = { ...place.cloud, applicationCredentialSecret: "one\n[LoadBalancer]" };
    assert.throws(() => files({ place: { cloud } }), {
      message: "application-credential-secret must be one line",
    });
  });

  it("has workers boot from what the hypervisor encrypts where the site says so, in its zone", () => {
    const { rootVolume: _, ...workers } = plan.workers;
    const changed = files({ plan: { workers: { ...workers, availabilityZone: "nova-2" } } });
    const [first] = parseAllDocuments(changed["addons/workers/machine-deployments.yaml"] ?? "");
    const spec = first?.toJS().spec.template.spec.providerSpec.value.cloudProviderSpec;
    assert.equal(spec.availabilityZone, "nova-2");
    assert.equal("rootDiskSizeGB" in spec, false);
  });

  it("knows what of it must not be shown", () => {
    assert.deepEqual(kubeOneSecrets(place), [
      "credential-secret-71c3",
      "Y3JlZGVudGlhbC1zZWNyZXQtNzFjMw==",
      "b3BlbnNzaC1rZXktdjEAAAAABG5vbmUAAAAEbm9uZQAAAAAAAAABAAAAMwAAAAtzc2gtZW",
      "QyNTUxOQAAACDVjmgDM7y4a1BEX3tXzZss5Yv5",
    ]);
  });
});
