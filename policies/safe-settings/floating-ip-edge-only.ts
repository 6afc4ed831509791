import type { PolicyResource } from "@pulumi/policy";
import { bastionRole, edgeRole, roleOf } from "../kit/belonging";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { itemsOf, named } from "../kit/items";
import { objectsOf } from "../kit/kubernetes";
import { naming } from "../kit/naming";
import { perList } from "../kit/per-list";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";

/** The property by which a type attaches an address to something. */
const attachments: Readonly<Record<string, string>> = {
  "openstack:compute/floatingIpAssociate:FloatingIpAssociate": "instanceId",
  "openstack:networking/floatingIp:FloatingIp": "portId",
  "openstack:networking/floatingIpAssociate:FloatingIpAssociate": "portId",
};

/** A public address is a way around the gateway, for people in and for data out; in a preview, what has it is told by where its id comes from. */
export const floatingIpEdgeOnly: StackRule = {
  name: "safe-settings-floating-ip-edge-only",
  description:
    "Public addresses belong to load balancers of the edge and of services, and to bastions; no port is forwarded.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-07",
    satre: ["2.2.09"],
    also: ["cnspec server-not-internet-reachable", "Prowler compute_instance_public_ip_exposed"],
  }),
  remediationSteps:
    'Publish the service through the gateway; what is the gateway or a bastion carries the label "spe.role" edge or bastion.',
  validateStack: ({ resources }, report) => {
    const instances = resourcesOfType(resources, "openstack:compute/instance:Instance");
    const holders = [...instances, ...resourcesOfType(resources, "openstack:networking/port:Port")];
    const services = objectsOf(resources, "Service");
    const balancers = resourcesOfType(resources, "openstack:loadbalancer/loadBalancer:LoadBalancer");
    checkEach(resources, (address) => {
      if (address.type === "openstack:networking/portForwardingV2:PortForwardingV2")
        report(`port forwarding "${address.name}" goes past the gateway; publish through it`, address.urn);
      const key = Object.hasOwn(attachments, address.type) ? attachments[address.type] : undefined;
      if (key === undefined) return;
      const refuse = (holder: string): void =>
        report(
          `floating IP "${address.name}" belongs to ${holder}; publish through the gateway`,
          address.urn,
        );
      const { found, elsewhere } = named(address, [
        { key, candidates: holders, candidateKey: "id" },
        { key, candidates: balancers, candidateKey: "vipPortId" },
      ]);
      if (elsewhere !== undefined && !isOfService(address, services))
        refuse(`"${elsewhere}", which is not of this stack`);
      checkEach(found, (holder) => {
        if (!facesOutside(holder, instances))
          refuse(`"${nameOf(holder, "name")}", which is neither edge nor bastion`);
      });
    });
  },
};

/** Whether it is the address of a service's balancer, which the cluster makes: who may have such a service, other rules say. */
function isOfService({ props }: PolicyResource, services: readonly PolicyResource[]): boolean {
  const address = field(props, "address");
  const isFor = ({ props: { spec } }: PolicyResource): boolean =>
    field(spec, "type") === "LoadBalancer" && field(spec, "loadBalancerIP") === address;
  return address !== undefined && services.some(isFor);
}

/** Whether the holder of an address, or the instance that has the port, is there for the outside. */
const facesOutside = (holder: PolicyResource, instances: readonly PolicyResource[]): boolean =>
  isOutside(holder) || naming(outsideNetworks(instances), "port", holder, ["id"]).length > 0;

const isOutside = (it: PolicyResource): boolean => [edgeRole, bastionRole].includes(roleOf(it) ?? "");

/** The networks of the instances that are there for the outside. */
const outsideNetworks = perList((instances: readonly PolicyResource[]) =>
  instances.filter(isOutside).flatMap((instance) => itemsOf(instance, "networks", ["port"])),
);
