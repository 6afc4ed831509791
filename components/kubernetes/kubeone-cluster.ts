import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { cloudName } from "../cloud/cloud-names";
import { Machine } from "../cloud/machine";
import { operatorUser } from "../cloud/machine-document";
import { controlPlaneRole, workersRole } from "../naming";
import { rejectArgs } from "../validation";
import { claimPrefix } from "./cluster-login";
import { type ApiBalancer, buildApiBalancer, openApiBalancer } from "./kubeone-api-balancer";
import type { KubeOneClusterArgs } from "./kubeone-cluster-args";
import { kubeOneClusterProblems } from "./kubeone-cluster-problems";
import { controlPlaneDocument } from "./kubeone-control-plane";
import { findFlavors } from "./kubeone-flavors";
import { KubeOneLeftovers } from "./kubeone-leftovers";
import { controlPlaneName, kubeOneRootDiskGib } from "./kubeone-machines";
import { apiPort, type KubeOnePlace, type KubeOnePlan } from "./kubeone-plan";
import { KubeOneRun } from "./kubeone-run";
import { storageClassName } from "./kubeone-storage-class";
import { defaultKubeOneVersion } from "./kubeone-versions";

/**
 * A cluster that KubeOne makes on a project's own ground: control-plane machines on different hosts where the site has
 * them, a balancer in front of their API servers, and workers that the cluster's machine controller makes.
 */
export class KubeOneCluster extends pulumi.ComponentResource {
  static readonly __pulumiType = "spe:kubernetes:KubeOneCluster";

  readonly clusterName: string;
  /** Kubeconfig of an administrator; secret. */
  readonly kubeconfig: pulumi.Output<string>;
  /** Address of the API server. */
  readonly apiEndpoint: pulumi.Output<string>;
  /** Id of the machines' network. */
  readonly networkId: pulumi.Output<string>;
  /** Id of the machines' subnet, in which balancers have their members. */
  readonly subnetId: pulumi.Output<string>;
  /** Class of the volumes that claims get where they name none; it encrypts. */
  readonly storageClassName = storageClassName;

  constructor(name: string, args: KubeOneClusterArgs, opts?: pulumi.ComponentResourceOptions) {
    super(KubeOneCluster.__pulumiType, name, {}, opts);
    const { project, site, ground, cloud, clusterName = cloudName(project.id, "cluster"), launcher } = args;
    const { kubeOneVersion = defaultKubeOneVersion, program = "kubeone", cni = "cilium" } = args;
    const { controlPlaneMachines = 3, rootDiskGib = kubeOneRootDiskGib, adminCidrs } = args;
    const { podCidr = "10.244.0.0/16", serviceCidr = "10.96.0.0/12" } = args;
    const whole = { ...args, clusterName, kubeOneVersion, program, cni, controlPlaneMachines };
    const problems = kubeOneClusterProblems({ ...whole, rootDiskGib, podCidr, serviceCidr });
    rejectArgs(`cluster "${name}"`, problems);

    const leftovers = new KubeOneLeftovers(
      `${name}-leftovers`,
      { cloud, clusterName, networkId: ground.networkId },
      { parent: this, dependsOn: ground },
    );
    const machines = Array.from({ length: controlPlaneMachines }, (_, at) => {
      const machine = controlPlaneName(name, at + 1);
      return { name: machine, machine: buildMachine(machine, { ...args, rootDiskGib }, this) };
    });
    openApiBalancer(`${name}-api`, ground, [controlPlaneRole, workersRole], this);
    const members = Object.fromEntries(machines.map((it) => [it.name, it.machine.address]));
    const api = buildApiBalancer(`${name}-api`, { project, site, ground, adminCidrs, members }, this);
    const run = new KubeOneRun(
      `${name}-run`,
      {
        plan: planOf({ ...whole, rootDiskGib, podCidr, serviceCidr }),
        place: placeOf(args, { machines, api }, this),
        tool: { program, version: kubeOneVersion },
        ...(launcher === undefined ? {} : { launcher }),
      },
      // it is taken down while all of these are still there
      { parent: this, dependsOn: [leftovers, ...machines.map(({ machine }) => machine), ...api.ready] },
    );

    this.clusterName = clusterName;
    this.kubeconfig = run.kubeconfig;
    this.apiEndpoint = pulumi.interpolate`https://${api.publicAddress}:${apiPort}`;
    this.networkId = ground.networkId;
    this.subnetId = ground.subnetId;
    this.registerOutputs({
      clusterName,
      kubeconfig: this.kubeconfig,
      apiEndpoint: this.apiEndpoint,
      networkId: this.networkId,
      subnetId: this.subnetId,
      storageClassName,
    });
  }
}

function buildMachine(
  name: string,
  args: KubeOneClusterArgs & Required<Pick<KubeOneClusterArgs, "rootDiskGib">>,
  parent: pulumi.Resource,
): Machine {
  const { project, site, ground, cloud, login, publicKey, rootDiskGib, readyMinutes, protect = true } = args;
  const { controlPlaneFlavor: flavor = site.flavors.medium } = args;
  return new Machine(
    name,
    {
      ...{ project, site, ground, cloud, publicKey, flavor, rootDiskGib },
      role: controlPlaneRole,
      document: controlPlaneDocument(login.certificateAuthority),
      ...(readyMinutes === undefined ? {} : { readyMinutes }),
    },
    { parent, protect },
  );
}

type WholeArgs = KubeOneClusterArgs &
  Required<Pick<KubeOneClusterArgs, "clusterName" | "cni" | "rootDiskGib" | "podCidr" | "serviceCidr">>;

const planOf = (args: WholeArgs): KubeOnePlan => {
  const { project, site, clusterName, version, cni, podCidr, serviceCidr, pools, publicKey } = args;
  return {
    ...{ project, clusterName, version, cni, podCidr, serviceCidr },
    mtu: site.mtu,
    workers: {
      ...{ pools, image: site.image, publicKey },
      // the ground calls them so
      securityGroups: [cloudName(project.id, workersRole)],
      ...(site.localDisksEncrypted
        ? {}
        : { rootVolume: { sizeGib: args.rootDiskGib, type: site.encryptedVolumeType } }),
      ...(site.availabilityZone === undefined ? {} : { availabilityZone: site.availabilityZone }),
    },
    volumeType: site.encryptedVolumeType,
  };
};

function placeOf(
  { project, site, ground, cloud, credential, login, privateKey, proxy, pools }: KubeOneClusterArgs,
  { machines, api }: { machines: { name: string; machine: Machine }[]; api: ApiBalancer },
  parent: pulumi.Resource,
): pulumi.Output<KubeOnePlace> {
  const external = openstack.networking.getNetworkOutput(
    { name: site.externalNetwork, external: true },
    { parent },
  );
  const place = pulumi.output({
    hosts: machines.map(({ name, machine: { address, hostKey } }) => ({ name, address, hostKey })),
    ssh: {
      user: operatorUser,
      privateKey,
      ...(proxy === undefined
        ? {}
        : { bastion: { host: proxy.host, user: proxy.user, hostKey: proxy.hostKey } }),
    },
    api: { address: api.address, publicAddress: api.publicAddress },
    cloud: {
      authUrl: cloud.authUrl,
      region: cloud.region,
      applicationCredentialId: credential.applicationCredentialId,
      applicationCredentialSecret: credential.applicationCredentialSecret,
      certificateAuthority: cloud.certificateAuthority ?? "",
    },
    network: {
      networkId: ground.networkId,
      subnetId: ground.subnetId,
      floatingNetworkId: external.id,
      serverGroupId: ground.serverGroupId,
    },
    login: { issuer: login.issuer, clientId: login.clientId, claimPrefix: claimPrefix(project.id) },
  });
  const flavors = findFlavors(
    pools.map(({ flavor }) => flavor),
    { parent },
  );
  return pulumi.all([place, flavors]).apply(([it]) => it);
}
