import type { ContainerArgs } from "@pulumi/openstack/objectstorage";
import { fiveSafes } from "../kit/five-safes";
import { isInputGiven } from "../kit/given";
import { nameOf, ofType } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Elements that Swift gives to everyone: by the referrer that a request claims, by listing, or in any project. */
const open = [/^\.r(ef(err?er)?)?:(?!-)/, /^\.rlistings$/, /^\*/];

/** A container's lists of readers and writers take elements that mean everyone, with no login. */
export const containerPrivate: ResourceRule = {
  name: "safe-data-container-private",
  description: "A Swift container is for named projects only and is copied nowhere else.",
  severity: "critical",
  framework: fiveSafes("safe-data", {
    control: "D-17",
    also: [
      "cnspec container-not-public",
      "cnspec container-no-wildcard-write",
      "Prowler objectstorage_container_*",
    ],
  }),
  remediationSteps:
    "Name projects and users as <project id>:<user id> in containerRead and containerWrite; remove containerSyncTo and containerSyncKey.",
  validateResource: ofType<ContainerArgs>(
    "openstack:objectstorage/container:Container",
    (props, args, report) => {
      const subject = `container "${nameOf(args, "name")}"`;
      checkAll(
        () =>
          checkEach(["containerRead", "containerWrite"] as const, (key) => {
            for (const element of elementsOf(props[key]))
              if (open.some((pattern) => pattern.test(element)))
                report(`${subject} is open to everyone by "${element}" in ${key}; name a project`);
          }),
        () => {
          if (isInputGiven(args.props, "containerSyncTo") || isInputGiven(args.props, "containerSyncKey"))
            report(`${subject} is copied to another container; remove containerSyncTo and containerSyncKey`);
        },
      );
    },
  ),
};

/** The elements of a list of readers or writers, without the spaces that Swift skips. */
const elementsOf = (value: unknown): string[] =>
  asList(value).flatMap((list) => String(list).toLowerCase().replace(/\s/g, "").split(","));
