import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { checkWidth } from "../kit/cidr";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { nameOf, ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList, isOn, mayBeOn } from "../kit/value";

type Check = (args: ResourceValidationArgs, report: ReportViolation) => void;

/** Without port security, Neutron lets a machine send as anybody and applies no security group. */
export const portSecurityOn: ResourceRule = {
  name: "safe-settings-port-security-on",
  description: "Networks and ports have port security on; a port has security groups and its own addresses.",
  severity: "high",
  framework: fiveSafes("safe-settings", {
    control: "S-05",
    also: [
      "cnspec port-security-enabled",
      "cnspec port-no-wide-address-pairs",
      "Prowler networking_port_security_disabled",
    ],
  }),
  remediationSteps:
    "Leave portSecurityEnabled on, list the port's groups in securityGroupIds, and only its own addresses in allowedAddressPairs.",
  validateResource: ofTypes<Check>(
    {
      "openstack:networking/network:Network": (args, report) =>
        checkSecurity(args.props, (problem) => report(`network "${nameOf(args, "name")}" ${problem}`)),
      "openstack:networking/port:Port": (args, report) =>
        checkPort(args.props, (problem) => report(`port "${nameOf(args, "name")}" ${problem}`)),
      "openstack:networking/portSecGroupAssociate:PortSecGroupAssociate": ({ name, props }, report) => {
        if (isOn(props.enforce) && asList(props.securityGroupIds).length === 0)
          report(
            `association "${name}" takes all security groups from its port; list them in securityGroupIds`,
          );
      },
    },
    (check, args, report) => check(args, report),
  ),
};

function checkPort(props: Record<string, unknown>, refuse: (problem: string) => void): void {
  const addresses: unknown[] = [];
  checkAll(
    () => checkSecurity(props, refuse),
    () => {
      if (mayBeOn(props.noSecurityGroups)) refuse("has noSecurityGroups on; remove it");
    },
    () => {
      if (asList(props.securityGroupIds).length === 0)
        refuse(`lists no security group and gets "default"; set securityGroupIds`);
    },
    () =>
      checkEach(asList(props.allowedAddressPairs), (pair) => void addresses.push(field(pair, "ipAddress"))),
    () =>
      checkWidth(addresses, (found) =>
        refuse(`may speak for ${found}; list only its own addresses in allowedAddressPairs`),
      ),
  );
}

/** Values of `valueSpecs` go to Neutron as they are and override the others. */
function checkSecurity(props: Record<string, unknown>, refuse: (problem: string) => void): void {
  checkEach(
    [() => props.portSecurityEnabled, () => field(props, "valueSpecs", "port_security_enabled")],
    (read) => {
      const value = read() ?? "";
      if (value !== "" && !isOn(value)) refuse("has port security off; set portSecurityEnabled to true");
    },
  );
}
