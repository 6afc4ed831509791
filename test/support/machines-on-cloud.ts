import { readFileSync } from "node:fs";
import { join } from "node:path";
import * as openstack from "@pulumi/openstack";
import * as pulumi from "@pulumi/pulumi";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { Bastion } from "../../components/cloud/bastion";
import { cloudSites } from "../../components/cloud/cloud-sites";
import { Machine } from "../../components/cloud/machine";
import type { MachineDocument } from "../../components/cloud/machine-document";
import { MachineSecret } from "../../components/cloud/machine-secret";
import { ProjectGround } from "../../components/cloud/project-ground";
import type { ProjectFacts } from "../../components/five-safes";
import type { TestCloud } from "./test-cloud";

const project: ProjectFacts = {
  id: "kidney",
  tier: 2,
  expires: "2099-06-30",
  permit: "EHDS-2026-0042",
  manager: "mona@example.org",
};

/** What is brought to the machine as a secret. */
export const planted = "planted-correct-horse-battery";

/** Port of the server at the site's address that takes the bastion's log. */
export const logPort = 8444;

/** What the program tells. */
export interface MachineOutputs {
  bastion: string;
  store: string;
  storeId: string;
  /** Lines of known_hosts. */
  hostKeys: string[];
}

/**
 * A program of a bastion, by which the operator and mona come in, and a machine behind it that has a data volume, a unit
 * `kidney.service` and a secret.
 * @param directory where the keys `operator` and `mona` lie
 * @param document of the machine behind the bastion
 */
export const machinesOnCloud =
  ({ cloud, ca }: TestCloud, directory: string, document: MachineDocument): PulumiFn =>
  async () => {
    const file = (name: string) => join(directory, name);

    const password = pulumi.secret(readFileSync(cloud.passwordFile, "utf8").trim());
    const { authUrl, region, project: projectName, userName } = cloud;
    const provider = new openstack.Provider("cloud", {
      ...{ authUrl, region, userName, password, tenantName: projectName, cacertFile: ca },
      ...{ userDomainName: "Default", projectDomainName: "Default" },
    });
    const opts = { providers: [provider] };
    const site = { ...cloudSites.sandbox, resolvers: cloud.resolvers };
    const access = { authUrl, region, certificateAuthority: ca, projectName, userName, password };
    const publicKey = readFileSync(file("operator.pub"), "utf8");
    const privateKey = pulumi.secret(readFileSync(file("operator"), "utf8"));
    const ground = new ProjectGround(
      "kidney-ground",
      {
        project,
        site,
        cidr: "10.61.0.0/24",
        floatingAddresses: true,
        access: [
          { to: "bastion", port: 22, from: { ranges: ["198.18.0.0/15"] }, why: "administrators" },
          { to: "store", port: 22, from: { role: "bastion" }, why: "administration" },
        ],
        egress: [
          { from: "store", to: `${cloud.siteAddress}/32`, port: 443, why: "the site's mirror" },
          { from: "bastion", to: `${cloud.siteAddress}/32`, port: logPort, why: "the log of logins" },
        ],
      },
      opts,
    );
    const common = { project, site, ground, cloud: access, publicKey, readyMinutes: 5 };
    const adminKeys = { mona: [readFileSync(file("mona.pub"), "utf8")] };
    const audit = { url: `https://${cloud.siteAddress}:${logPort}/kidney`, certificateAuthority: ca };
    const bastion = new Bastion("kidney-bastion", { ...common, adminKeys, audit }, opts);
    const dataVolume = { sizeGib: 1, mountPath: "/data" };
    const store = new Machine(
      "kidney-store",
      { ...common, role: "store", document, dataVolume, protect: false },
      opts,
    );
    const secret = new MachineSecret("kidney-secret", {
      connection: store.connection(privateKey, bastion.connection(privateKey)),
      path: "/etc/kidney/secret.env",
      content: planted,
      command: ["systemctl", "restart", "kidney.service"],
    });
    return {
      bastion: bastion.address,
      store: store.address,
      storeId: store.instanceId,
      hostKeys: pulumi.all([bastion.hostKeys, store.hostKeys]).apply((lists) => lists.flat()),
      secret: secret.path,
    };
  };
