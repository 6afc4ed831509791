/** A project with one machine at a real cloud, made by the environment's application credential. */
import { readFileSync } from "node:fs";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { cloudSites } from "../../components/cloud/cloud-sites";
import { Machine } from "../../components/cloud/machine";
import { ProjectGround } from "../../components/cloud/project-ground";
import type { ProjectFacts } from "../../components/five-safes";
import type { TestCloud } from "./test-cloud";

const project: ProjectFacts = {
  id: "spleen",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0045",
  manager: "mona@example.org",
};

/** What a run may ask for. */
export interface LoneMachineWishes {
  /** Content of a file on the machine; another one puts another machine in its place. */
  version: string;
  /** @default the site's */
  image?: string;
}

/**
 * A program of the machine `spleen-store` with a data volume.
 * @param publicKey the operator's
 */
export const loneMachine =
  ({ cloud, ca }: TestCloud, publicKey: string, { version, image }: LoneMachineWishes): PulumiFn =>
  async () => {
    const { authUrl, region, credential } = cloud;
    const applicationCredentialId = credential.id;
    const applicationCredentialSecret = pulumi.secret(readFileSync(credential.secretFile, "utf8").trim());
    const login = { authUrl, region, applicationCredentialId, applicationCredentialSecret };
    const provider = new openstack.Provider("cloud", { ...login, cacertFile: ca });
    const opts = { providers: [provider] };
    const site = { ...cloudSites.sandbox, resolvers: cloud.resolvers, ...(image ? { image } : {}) };
    const ground = new ProjectGround(
      "spleen-ground",
      { project, site, cidr: "10.66.0.0/24", access: [], roles: ["store"] },
      opts,
    );
    const machine = new Machine(
      "spleen-store",
      {
        ...{ project, site, ground, publicKey, role: "store", protect: false, readyMinutes: 5 },
        cloud: { ...login, certificateAuthority: ca },
        document: { files: [{ path: "/etc/spleen", content: version }] },
        dataVolume: { sizeGib: 1, mountPath: "/data" },
      },
      opts,
    );
    return { instanceId: machine.instanceId };
  };
