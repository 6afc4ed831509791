import type { PolicyResource, ReportViolation } from "@pulumi/policy";
import { fiveSafes } from "../kit/five-safes";
import { isGiven } from "../kit/given";
import { naming } from "../kit/naming";
import { nameOf, resourcesOfType } from "../kit/resource";
import type { StackRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList, httpsProblem } from "../kit/value";

const defaultPorts = [22, 6443];
const safeVersions: readonly unknown[] = ["TLSv1.2", "TLSv1.3"];
const weakCipher = /(^|[^!A-Z0-9])(a?null|exp|rc4|3?des|md5|adh|aecdh)/i;

/** A year, in seconds. */
const minimumHsts = 31_536_000;

/** Whoever sits on the way reads tokens and data of a listener that speaks plainly; TLS versions and HSTS are judged only where the provider's SDK knows them. */
export const listenerTls: StackRule = {
  name: "safe-settings-listener-tls",
  description: "A load balancer's listener speaks modern TLS, or does nothing but redirect to https.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-16",
    satre: ["2.8.02", "2.8.04"],
    also: [
      "cnspec listener-modern-tls",
      "cnspec listener-no-plaintext-internet",
      "TEHDAS2 TIR-3",
      "TEHDAS2 TIR-8",
    ],
  }),
  remediationSteps:
    "Use the protocol TERMINATED_HTTPS with defaultTlsContainerRef, TLSv1.2 and TLSv1.3 and hstsMaxAge 31536000, or HTTPS where the service behind it has the certificate.",
  configSchema: {
    properties: {
      tcpPorts: {
        type: "array",
        items: { type: "integer" },
        description: "Ports at which a TCP listener passes on what encrypts by itself.",
        default: defaultPorts,
      },
    },
  },
  validateStack: ({ resources, getConfig }, report) => {
    const { tcpPorts = defaultPorts } = getConfig<{ tcpPorts?: number[] }>();
    checkEach(resources, (listener) => {
      if (listener.type !== "openstack:loadbalancer/listener:Listener") return;
      const refuse = (problem: string): void =>
        report(`listener "${nameOf(listener, "name")}" ${problem}`, listener.urn);
      const { protocol, protocolPort } = listener.props;
      if (protocol === "HTTPS") return;
      if (protocol === "TERMINATED_HTTPS") checkTermination(listener, refuse);
      else if (protocol === "HTTP") checkRedirect(listener, resources, refuse);
      else if (protocol !== "TCP" || !tcpPorts.includes(Number(protocolPort)))
        refuse(`speaks ${protocol} at port ${protocolPort}; use TERMINATED_HTTPS or HTTPS`);
    });
  },
};

function checkTermination(listener: PolicyResource, refuse: ReportViolation): void {
  const { props } = listener;
  checkAll(
    () => {
      if (!isGiven(listener, "defaultTlsContainerRef"))
        refuse("has no certificate; set defaultTlsContainerRef");
    },
    () => {
      // where none is given, Octavia takes 1.2 and 1.3
      if (isGiven(listener, "tlsVersions"))
        checkEach(asList(props.tlsVersions), (version) => {
          if (!safeVersions.includes(version)) refuse(`speaks ${version}; list TLSv1.2 and TLSv1.3 only`);
        });
    },
    () => {
      if (isGiven(listener, "tlsCiphers") && weakCipher.test(String(props.tlsCiphers)))
        refuse("takes weak ciphers; remove tlsCiphers");
    },
    () => {
      if ("hstsMaxAge" in props && !(Number(props.hstsMaxAge) >= minimumHsts))
        refuse(`has hstsMaxAge ${props.hstsMaxAge ?? 0}; set at least ${minimumHsts} s`);
    },
  );
}

/** A listener that only redirects has nothing else to answer with: no pool, and no policy that leads to one. */
function checkRedirect(
  listener: PolicyResource,
  resources: readonly PolicyResource[],
  refuse: ReportViolation,
): void {
  const of = (type: string): PolicyResource[] =>
    naming(resourcesOfType(resources, type), "listenerId", listener, ["id"]);
  const policies = of("openstack:loadbalancer/l7PolicyV2:L7PolicyV2");
  const hasPool = isGiven(listener, "defaultPoolId") || of("openstack:loadbalancer/pool:Pool").length > 0;
  if (hasPool || policies.length === 0)
    refuse("speaks plain HTTP; use TERMINATED_HTTPS, or redirect to https by an L7PolicyV2 and have no pool");
  checkEach(policies, ({ name, props }) => {
    const isRedirect = props.action === "REDIRECT_TO_URL" || props.action === "REDIRECT_PREFIX";
    const problem = isRedirect ? httpsProblem(props.redirectUrl || props.redirectPrefix) : "is no redirect";
    if (problem !== undefined)
      refuse(`speaks plain HTTP, and its policy "${name}" ${problem}; redirect to an https address`);
  });
}
