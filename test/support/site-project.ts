/** A project at a real cloud whose object store and Keycloak stand on machines of its own, behind an edge. */
import { readFileSync } from "node:fs";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import { Bastion } from "../../components/cloud/bastion";
import { cloudSites } from "../../components/cloud/cloud-sites";
import { Edge } from "../../components/cloud/edge";
import { ProjectGround } from "../../components/cloud/project-ground";
import type { ProjectFacts } from "../../components/five-safes";
import { KeycloakMachine } from "../../components/identity/keycloak-machine";
import { ObjectStoreMachine } from "../../components/storage/store-machine";
import type { MirroredFile } from "../../sandbox/openstack";
import type { TestCloud } from "./test-cloud";

const project: ProjectFacts = {
  id: "liver",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0044",
  manager: "mona@example.org",
};
const cidr = "10.62.0.0/24";

/** Where the copies of Keycloak's database go. */
export const backupBucket = "liver-backup";

/** What a run may ask for. */
export interface SiteWishes {
  /** Floating address of the DMZ that the project has already; the cloud's certificate names it. */
  address: string;
  /** The operator's OpenSSH keys. */
  publicKey: string;
  privateKey: string;
  /** Port of the audit sink at the site's address. */
  auditPort: number;
  secrets: Record<"kmsKey" | "root" | "storeProvisioner" | "keycloakProvisioner" | "backup", string>;
}

/** What a run tells. */
export interface SiteOutputs {
  bastion: string;
  hostKeys: string[];
  storeUrl: string;
  storeAddress: string;
  storeId: string;
  keycloakUrl: string;
  keycloakAddress: string;
  keycloakId: string;
}

/** The program. */
export function buildSiteProject({ cloud, ca }: TestCloud, wishes: SiteWishes) {
  const { address, publicKey, auditPort, secrets } = wishes;
  const { authUrl, region, project: projectName, userName, siteAddress } = cloud;
  const password = pulumi.secret(readFileSync(cloud.passwordFile, "utf8").trim());
  const provider = new openstack.Provider("cloud", {
    ...{ authUrl, region, userName, password, tenantName: projectName, cacertFile: ca },
    ...{ userDomainName: "Default", projectDomainName: "Default" },
  });
  const opts = { providers: [provider] };
  const site = { ...cloudSites.sandbox, resolvers: cloud.resolvers };
  const ground = buildGround({ site, siteAddress, address, auditPort }, opts);
  const access = { authUrl, region, certificateAuthority: ca, projectName, userName, password };
  const machine = { project, site, ground, cloud: access, publicKey };
  const bastion = new Bastion("liver-bastion", { ...machine, adminKeys: { mona: [publicKey] } }, opts);
  const server = {
    ...machine,
    privateKey: wishes.privateKey,
    proxy: bastion.connection(wishes.privateKey),
    authorities: [ca],
    dataGib: 2,
    protect: false,
    tls: {
      certificate: readFileSync(cloud.tls.certificateFile, "utf8"),
      privateKey: readFileSync(cloud.tls.keyFile, "utf8"),
    },
  };
  const artefact = (name: string): MirroredFile => {
    const file = cloud.artefacts[name];
    if (file === undefined) throw new Error(`the mirror has no ${name}`);
    return file;
  };
  const store = new ObjectStoreMachine(
    "liver-store",
    {
      ...server,
      server: artefact("minio"),
      client: artefact("mc"),
      url: `https://${address}:9000`,
      consoleUrl: `https://${address}:9001`,
      kmsKey: secrets.kmsKey,
      root: { accessKey: "root-user", secretKey: secrets.root },
      provisioner: { accessKey: "spe-provisioner", secretKey: secrets.storeProvisioner },
      audit: { url: `https://${siteAddress}:${auditPort}/` },
    },
    opts,
  );
  const keycloak = new KeycloakMachine(
    "liver-keycloak",
    {
      ...server,
      readyMinutes: 25,
      distribution: artefact("keycloak"),
      url: `https://${address}:8443`,
      provisioner: { clientId: "spe-provisioner", secret: secrets.keycloakProvisioner },
      backup: {
        endpoint: `https://${address}:9000`,
        bucket: backupBucket,
        accessKey: "keycloak-backup",
        secretKey: secrets.backup,
      },
    },
    opts,
  );
  const through = (port: number, members: Record<string, pulumi.Output<string>>) => ({
    port,
    protocol: "TCP" as const,
    allowedCidrs: ["198.18.0.0/15"],
    memberPort: port,
    members,
  });
  new Edge(
    "liver-edge",
    {
      ...{ project, site, ground, address },
      hostName: "liver.example.org",
      listeners: [
        through(9000, { store: store.address }),
        through(9001, { store: store.address }),
        through(8443, { keycloak: keycloak.address }),
      ],
    },
    opts,
  );
  return {
    bastion: bastion.address,
    hostKeys: pulumi
      .all([bastion.hostKeys, store.hostKeys, keycloak.hostKeys])
      .apply((lists) => lists.flat()),
    storeUrl: store.url,
    storeAddress: store.address,
    storeId: store.instanceId,
    keycloakUrl: keycloak.url,
    keycloakAddress: keycloak.address,
    keycloakId: keycloak.instanceId,
  };
}

interface GroundWishes {
  site: typeof cloudSites.sandbox;
  siteAddress: string;
  address: string;
  auditPort: number;
}

function buildGround(
  { site, siteAddress, address, auditPort }: GroundWishes,
  opts: pulumi.ComponentResourceOptions,
): ProjectGround {
  const mirror = { to: `${siteAddress}/32`, port: 443, why: "the site's mirror" };
  const balancer = { from: { ranges: [cidr] }, why: "the edge's balancer" };
  return new ProjectGround(
    "liver-ground",
    {
      ...{ project, site, cidr },
      floatingAddresses: true,
      access: [
        { to: "bastion", port: 22, from: { ranges: ["198.18.0.0/15"] }, why: "administrators" },
        { to: "store", port: 22, from: { role: "bastion" }, why: "administration" },
        { to: "identity", port: 22, from: { role: "bastion" }, why: "administration" },
        { to: "store", port: [9000, 9001], ...balancer },
        { to: "identity", port: 8443, ...balancer },
      ],
      egress: [
        { from: "store", ...mirror },
        { from: "identity", ...mirror },
        { from: "store", to: `${siteAddress}/32`, port: auditPort, why: "the audit sink" },
        { from: "identity", to: `${address}/32`, port: 9000, why: "copies of the database" },
      ],
    },
    opts,
  );
}
