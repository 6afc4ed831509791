import type { PolicyResource } from "@pulumi/policy";
import { checkBelongs, projectOf } from "../kit/belonging";
import { fiveSafes } from "../kit/five-safes";
import { itemsOf, named, once, type Way } from "../kit/items";
import { namedBy } from "../kit/naming";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach, ifKnown } from "../kit/unknown";
import { mayBeOn } from "../kit/value";

const attachType = "openstack:compute/volumeAttach:VolumeAttach";
const hostAttachType = "openstack:blockstorage/volumeAttach:VolumeAttach";
const imageType = "openstack:images/image:Image";
const instanceType = "openstack:compute/instance:Instance";
const volumeType = "openstack:blockstorage/volume:Volume";

const kinds: Readonly<Record<string, string>> = {
  [attachType]: "volume attachment",
  [hostAttachType]: "volume attachment",
  [instanceType]: "instance",
  [volumeType]: "volume",
};

/** A disk that is copied or moved to another project takes everything with it, past every check; in a preview, a volume is told by where its id comes from. */
export const volumeOneProject: StackRule = {
  name: "safe-data-volume-one-project",
  description: "A volume comes from its own project, is attached within it, and to one machine at a time.",
  severity: "critical",
  framework: fiveSafes("safe-data", {
    control: "D-21",
    satre: ["2.2.10"],
    also: ["AzureTRE#4667 (data taken out by moving a disk)"],
  }),
  remediationSteps:
    "Make the volume from a source of the same project, or list the site's image or snapshot in the environment's configuration; attach it by a VolumeAttach of compute to an instance of the project; remove multiattach.",
  configSchema: {
    properties: {
      project: { type: "string", description: "Id of the project." },
      siteSources: {
        type: "array",
        items: { type: "string" },
        description: "Ids of the site's images and snapshots of which any project may make volumes.",
        default: [],
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { project, siteSources = [] } = getConfig<{ project?: string; siteSources?: string[] }>();
    checkEach(resources, (resource) => {
      if (!Object.hasOwn(kinds, resource.type)) return;
      const refuse = once((problem) =>
        report(`${kinds[resource.type]} "${nameOf(resource, "name")}" ${problem}`, resource.urn),
      );
      checkAll(
        () => {
          if (resource.type === hostAttachType)
            refuse("is to a host, which may be anyone's; use the VolumeAttach of compute");
        },
        () =>
          checkEach(linksOf(resource, resources), (link) => checkLink(link, project, siteSources, refuse)),
        () =>
          checkEach([resource, ...devicesOf(resource)], ({ props }) => {
            if (mayBeOn(props.multiattach)) refuse("takes more machines than one; remove multiattach");
          }),
      );
    });
  },
};

/** What a resource names as a source, or joins. */
interface Link {
  /** Whose project counts. */
  owner: PolicyResource;
  from: PolicyResource;
  way: Way;
}

function linksOf(resource: PolicyResource, resources: readonly PolicyResource[]): Link[] {
  const way = (key: string, ...types: string[]): Way => ({
    key,
    candidates: resourcesOfType(resources, ...types),
    candidateKey: "id",
  });
  const links = (owner: PolicyResource, ...ways: Way[]): Link[] =>
    ways.map((it) => ({ owner, from: resource, way: it }));
  switch (resource.type) {
    case volumeType:
      return links(
        resource,
        way("sourceVolId", volumeType),
        way("sourceReplica", volumeType),
        way("imageId", imageType),
        // snapshots and backups are made by people, not by stacks
        way("snapshotId"),
        way("backupId"),
      );
    case instanceType:
      return devicesOf(resource)
        .filter((device) => !isSystem(device))
        .map((from) => ({ owner: resource, from, way: way("uuid", volumeType) }));
    case attachType: {
      const ways = [way("instanceId", instanceType), way("volumeId", volumeType)];
      const [owner = resource] = ways.flatMap(({ key, candidates }) =>
        namedBy(resource, key, candidates, ["id"]),
      );
      return links(owner, ...ways);
    }
    default:
      return [];
  }
}

const devicesOf = (resource: PolicyResource): PolicyResource[] =>
  resource.type === instanceType ? itemsOf(resource, "blockDevices", ["uuid"]) : [];

/** Whether a disk begins as the site's image, by which a machine boots as it does by its own `imageId`: nobody's data. */
const isSystem = (device: PolicyResource): boolean => ifKnown(() => device.props.sourceType) === "image";

function checkLink(
  { owner, from, way }: Link,
  project: string | undefined,
  siteSources: readonly string[],
  refuse: (problem: string) => void,
): void {
  const { found, elsewhere } = named(from, [way]);
  // images take no labels
  const labelled = found.filter(({ type }) => type !== imageType);
  checkBelongs({ found: labelled, elsewhere }, project ?? projectOf(owner), siteSources, (what) =>
    refuse(`has the ${way.key} ${what}; keep to volumes, sources and instances of its own project`),
  );
}
