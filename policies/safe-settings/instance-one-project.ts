import type { PolicyResource } from "@pulumi/policy";
import { checkBelongs, projectOf } from "../kit/belonging";
import { fiveSafes } from "../kit/five-safes";
import { isGiven } from "../kit/given";
import { itemsOf, named, once, type Way } from "../kit/items";
import { namedBy } from "../kit/naming";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

const instanceType = "openstack:compute/instance:Instance";
const networkType = "openstack:networking/network:Network";
const portType = "openstack:networking/port:Port";

/** A machine in two networks is a bridge between them, past every rule of either; in a preview, a network is told by where its id comes from. */
export const instanceOneProject: StackRule = {
  name: "safe-settings-instance-one-project",
  description: "An instance or a port is attached to networks of its own project only.",
  severity: "critical",
  framework: fiveSafes("safe-settings", { control: "S-13", satre: ["2.1.14", "2.2.10"] }),
  remediationSteps:
    "Attach the instance to its own project's networks; list a network of the platform in the environment's configuration.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project." },
      siteNetworks: {
        type: "array",
        items: { type: "string" },
        description: "Ids or names of the platform's networks that any project may use.",
        default: [],
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project, siteNetworks = [] } = getConfig<{ project?: string; siteNetworks?: string[] }>();
    const networks = resourcesOfType(resources, networkType);
    checkEach(resources, (resource) => {
      if (resource.type === instanceType && !listsNetworks(resource)) {
        if (resource.props.networkMode === "none") return;
        report(`instance "${nameOf(resource, "name")}" leaves its networks to Nova; list them`, resource.urn);
        return;
      }
      const refuse = once((message) => report(message, resource.urn));
      checkEach(attachmentsOf(resource, resources), ({ holder, names, ways }) => {
        const { found, elsewhere } = named(names, ways);
        const joined = found.flatMap((it) =>
          it.type === portType ? namedBy(it, "networkId", networks, ["id"]) : [it],
        );
        checkBelongs({ found: joined, elsewhere }, project ?? projectOf(holder), siteNetworks, (network) =>
          refuse(
            `${holder.type === portType ? "port" : "instance"} "${nameOf(holder, "name")}" is attached to ${network}; attach it to its own project's networks`,
          ),
        );
      });
    });
  },
};

const listsNetworks = (instance: PolicyResource): boolean =>
  isGiven(instance, "networks") && asList(instance.props.networks).length > 0;

/** One way into a network. */
interface Attachment {
  /** What is attached. */
  holder: PolicyResource;
  /** What names the network or port, and how. */
  names: PolicyResource;
  ways: Way[];
}

function attachmentsOf(resource: PolicyResource, resources: readonly PolicyResource[]): Attachment[] {
  const way = (key: string, type: string, candidateKey = "id"): Way => ({
    key,
    candidates: resourcesOfType(resources, type),
    candidateKey,
  });
  switch (resource.type) {
    case instanceType: {
      const ways = [way("uuid", networkType), way("name", networkType, "name"), way("port", portType)];
      const keys = ways.map(({ key }) => key);
      return itemsOf(resource, "networks", keys).map((names) => ({ holder: resource, names, ways }));
    }
    case portType:
      return [{ holder: resource, names: resource, ways: [way("networkId", networkType)] }];
    case "openstack:compute/interfaceAttach:InterfaceAttach": {
      const instances = resourcesOfType(resources, instanceType);
      const [holder = resource] = namedBy(resource, "instanceId", instances, ["id"]);
      return [{ holder, names: resource, ways: [way("networkId", networkType), way("portId", portType)] }];
    }
    default:
      return [];
  }
}
