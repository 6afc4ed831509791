/** What the specs of machines that serve something have alike. */
import type { ProjectGroundArgs } from "../../../components/cloud/project-ground";
import type { ServerMachineArgs } from "../../../components/cloud/server-machine";
import { heart, site } from "./heart";
import { hostKey, publicKey } from "./keys";

/** A ground of which an edge's balancer reaches a role's ports, and from which the role reaches the site's mirror. */
export const servedGround = (to: string, port: number | readonly [number, number]): ProjectGroundArgs => ({
  project: heart,
  site,
  cidr: "10.20.0.0/24",
  access: [
    { to, port: 22, from: { role: "bastion" }, why: "administration" },
    { to, port, from: { ranges: ["10.20.0.0/24"] }, why: "the edge's balancer" },
  ],
  egress: [{ from: to, to: "198.18.0.10/32", port: 443, why: "the site's mirror" }],
});

/** Secret of the machine and of the bastion on the way. */
export const operatorSecret = "operator-key";

/** How such a machine is made and reached. */
export const serverArgs: Omit<ServerMachineArgs, "ground"> & Required<Pick<ServerMachineArgs, "proxy">> = {
  project: heart,
  site,
  cloud: {
    authUrl: "https://keystone.example.org:5000/v3",
    region: "Sandbox",
    applicationCredentialId: "credential-id",
    applicationCredentialSecret: "credential-secret",
  },
  publicKey,
  privateKey: operatorSecret,
  proxy: { user: "spe", privateKey: operatorSecret, host: "198.18.0.60", hostKey },
};

/** What the services would add. */
export const servedAnswers = (type: string): Record<string, unknown> => {
  if (type.endsWith(":Port")) return { allFixedIps: ["10.20.0.7"] };
  return type.endsWith(":MachineReadiness") ? { hostKeys: [hostKey] } : {};
};
