import * as pulumi from "@pulumi/pulumi";
import { cloudName } from "../cloud/cloud-names";
import { rejectArgs } from "../validation";
import { claimPrefix } from "./cluster-login";
import type { KkpClusterArgs, KkpPool } from "./kkp-cluster-args";
import { kkpClusterProblems } from "./kkp-cluster-problems";
import { KkpUserCluster } from "./kkp-user-cluster";
import { objectLabels } from "./object-labels";

/** Addresses of the subnet that KKP makes (kubermatic, pkg/provider/cloud/openstack/helper.go). */
const subnetOfKkp = "192.168.1.0/24";

/** An address that no packet comes from: without any range, KKP opens NodePorts to everybody. */
const nobody = "127.0.0.1/32";

/** A cluster whose control plane the Kubermatic Kubernetes Platform runs, with workers in the project's own cloud. */
export class KkpCluster extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:KkpCluster";

  /** Id of the cluster in KKP. */
  readonly clusterId: pulumi.Output<string>;
  /** Kubeconfig of an administrator; secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Address of the API server. */
  readonly apiEndpoint: pulumi.Output<string>;
  /** Id of the workers' network. */
  readonly networkId: pulumi.Output<string>;
  /** Id of the workers' subnet, in which balancers have their members. */
  readonly subnetId: pulumi.Output<string>;

  constructor(name: string, args: KkpClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(KkpCluster.__pulumiType, name, {}, opts);
    const { project, clusterName = cloudName(project.id, "cluster"), credential, network, login } = args;
    const { cni = { type: "cilium" }, auditPolicy = "recommended", readyMinutes = 25 } = args;
    const { nodePortsAllowedRanges = [network === undefined ? subnetOfKkp : nobody] } = args;
    rejectArgs(`cluster "${name}"`, kkpClusterProblems({ ...args, clusterName, readyMinutes }));

    const cluster = new KkpUserCluster(
      name,
      {
        apiUrl: args.apiUrl.replace(/\/$/, ""),
        token: pulumi.secret(args.token),
        certificateAuthority: args.certificateAuthority ?? "",
        projectId: args.projectId,
        clusterName,
        dc: args.dc,
        applicationCredentialId: credential.applicationCredentialId,
        applicationCredentialSecret: pulumi.secret(credential.applicationCredentialSecret),
        floatingIpPool: args.floatingIpPool,
        network: network?.name ?? "",
        subnetId: network?.subnetId ?? "",
        routerId: network?.routerId ?? "",
        version: args.version,
        cniType: cni.type,
        cniVersion: cni.version ?? "",
        pools: args.pools.map(wholePool),
        sshKeys: [...(args.sshKeys ?? [])].sort(),
        apiServerAllowedRanges: args.apiServerAllowedRanges,
        nodePortsAllowedRanges,
        auditPolicy,
        issuer: login.issuer,
        clientId: login.clientId,
        claimPrefix: claimPrefix(project.id),
        labels: objectLabels(project, "cluster"),
        readyMinutes,
      },
      { parent: this },
    );

    this.clusterId = cluster.id;
    this.kubeconfig = pulumi.secret(cluster.kubeconfig);
    this.apiEndpoint = cluster.apiEndpoint;
    this.networkId = cluster.networkId;
    this.subnetId = cluster.workerSubnetId;
    this.registerOutputs({
      clusterId: this.clusterId,
      kubeconfig: this.kubeconfig,
      apiEndpoint: this.apiEndpoint,
      networkId: this.networkId,
      subnetId: this.subnetId,
    });
  }
}

const wholePool = ({ diskGib = 0, labels = {}, ...pool }: KkpPool): Required<KkpPool> => ({
  ...pool,
  diskGib,
  labels,
});
