import type { ReportViolation, ResourceValidationArgs } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { ofTypes } from "../kit/resource";
import type { ResourceRule } from "../kit/rule";
import { checkAll } from "../kit/unknown";
import { httpsProblem, isOn, mayBeOn } from "../kit/value";

interface Facts {
  /** The input that turns verification off. */
  insecure: string;
  /** The input that takes a private authority's certificate. */
  authority: string;
  /** Refuses an address that is not https. */
  checkAddress: (args: ResourceValidationArgs, refuse: ReportViolation) => void;
}

/** A provider sends the administrator's credentials first: to whoever answers, if it does not check who that is. */
export const providerTlsVerified: ResourceRule = {
  name: "safe-settings-provider-tls-verified",
  description: "Providers reach their servers by https and verify whom they speak with.",
  severity: "critical",
  framework: fiveSafes("safe-settings", { control: "S-19", satre: ["2.8.02"], also: ["TEHDAS2 TIR-8"] }),
  remediationSteps:
    "Use https and leave verification on; trust a private authority by cacertFile, rootCaCertificate or minioCacertFile.",
  validateResource: ofTypes<Facts>(
    {
      "pulumi:providers:keycloak": {
        insecure: "tlsInsecureSkipVerify",
        authority: "rootCaCertificate",
        checkAddress: (args, refuse) => checkUrl(args, "url", refuse),
      },
      "pulumi:providers:minio": {
        insecure: "minioInsecure",
        authority: "minioCacertFile",
        checkAddress: ({ props }, refuse) => {
          if (!isOn(props.minioSsl)) refuse("speaks http; set minioSsl to true");
        },
      },
      "pulumi:providers:openstack": {
        insecure: "insecure",
        authority: "cacertFile",
        checkAddress: (args, refuse) => checkUrl(args, "authUrl", refuse),
      },
    },
    ({ insecure, authority, checkAddress }, args, report) => {
      const refuse = (problem: string): void => report(`provider "${args.name}" ${problem}`);
      checkAll(
        () => {
          if (mayBeOn(args.props[insecure]))
            refuse(
              `does not verify its server; remove ${insecure}, and name a private authority in ${authority}`,
            );
        },
        () => checkAddress(args, refuse),
      );
    },
  ),
};

function checkUrl({ props }: ResourceValidationArgs, key: string, refuse: ReportViolation): void {
  const problem = httpsProblem(props[key]);
  if (problem !== undefined) refuse(`reaches no server by https: ${key} ${problem}; set its https address`);
}
