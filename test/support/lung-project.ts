/** A project without machines at a real cloud: ground, edge and a credential, made by the user of the cloud's other project. */
import { readFileSync } from "node:fs";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { AccessLine } from "../../components/cloud/access-line";
import { cloudSites } from "../../components/cloud/cloud-sites";
import { Edge } from "../../components/cloud/edge";
import { EdgeCertificate } from "../../components/cloud/edge-certificate";
import type { EdgeListener } from "../../components/cloud/edge-listener";
import { ProjectCredential } from "../../components/cloud/project-credential";
import { ProjectGround } from "../../components/cloud/project-ground";
import type { ProjectFacts } from "../../components/five-safes";
import type { Cloud } from "../../sandbox/openstack";

const project: ProjectFacts = {
  id: "lung",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0043",
  manager: "mona@example.org",
};

/** What a run may ask for. */
export interface LungWishes {
  access: AccessLine[];
  /** Whether the edge's address outlives it. */
  keepAddress: boolean;
  /** An address from before. */
  address?: string;
}

/** What a run tells. */
export interface LungOutputs {
  address: string;
  credentialId: string;
  secret: string;
}

/**
 * The program.
 * @param caFile PEM file of the authority that signed the cloud's certificates
 */
export function buildLung(cloud: Cloud, caFile: string, { access, ...edge }: LungWishes) {
  const provider = new openstack.Provider("cloud", {
    authUrl: cloud.authUrl,
    region: cloud.region,
    tenantName: cloud.other.project,
    userName: cloud.other.userName,
    password: pulumi.secret(readFileSync(cloud.other.passwordFile, "utf8")),
    userDomainName: "Default",
    projectDomainName: "Default",
    cacertFile: caFile,
  });
  const opts = { providers: [provider] };
  const site = { ...cloudSites.sandbox, resolvers: cloud.resolvers };
  const egress = [{ from: "portal", to: `${cloud.siteAddress}/32`, port: 443, why: "the site's mirror" }];
  const ground = new ProjectGround(
    "lung-ground",
    { project, site, cidr: "10.21.0.0/24", access, egress },
    opts,
  );
  const certificate = readFileSync(cloud.tls.certificateFile, "utf8");
  const privateKey = readFileSync(cloud.tls.keyFile, "utf8");
  const pem = new EdgeCertificate("lung-certificate", { project, certificate, privateKey }, opts);
  const listeners = listenersWith(pem.containerRef);
  const { address } = new Edge(
    "lung-edge",
    { project, site, ground, hostName: "lung.example.org", listeners, ...edge },
    opts,
  );
  const { credentialId, secret } = new ProjectCredential(
    "lung-watcher",
    {
      project,
      purpose: "watcher",
      accessRules: [
        { service: "compute", method: "GET", path: "/v2.1/servers" },
        { service: "network", method: "GET", path: "/v2.0/networks" },
      ],
    },
    opts,
  );
  return { address, credentialId, secret };
}

const listenersWith = (certificate: pulumi.Output<string>): EdgeListener[] => [
  {
    port: 443,
    protocol: "TERMINATED_HTTPS",
    certificate,
    allowedCidrs: ["198.18.0.0/15"],
    memberPort: 8080,
    members: { portal: "10.21.0.10" },
  },
  {
    port: 22,
    protocol: "TCP",
    allowedCidrs: ["198.18.0.0/22"],
    memberPort: 22,
    members: { bastion: "10.21.0.11" },
  },
];
