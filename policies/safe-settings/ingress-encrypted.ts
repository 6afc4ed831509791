import type { ResourceValidationArgs } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { ofKinds, subjectOf } from "../kit/kubernetes";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** By which annotation each controller sends http to https, with the value that it must have. */
const redirects: Readonly<Record<string, string>> = {
  "nginx.ingress.kubernetes.io/ssl-redirect": "true",
  "nginx.ingress.kubernetes.io/force-ssl-redirect": "true",
  "haproxy-ingress.github.io/ssl-redirect": "true",
  "traefik.ingress.kubernetes.io/router.entrypoints": "websecure",
};

/** Tokens and data pass here: over http, or under a name that nobody chose, they may be anyone's. */
export const ingressEncrypted: ResourceRule = {
  name: "safe-settings-ingress-encrypted",
  description: "An ingress serves the hosts that it names, by TLS alone.",
  severity: "critical",
  framework: fiveSafes("safe-settings", {
    control: "S-43",
    satre: ["2.8.02"],
    also: ["TEHDAS2 TIR-7", "Gatekeeper httpsonly", "Gatekeeper block-wildcard-ingress"],
  }),
  remediationSteps:
    "Name each host in a rule and, with its certificate's secret, in spec.tls; annotate the ingress nginx.ingress.kubernetes.io/ssl-redirect: true.",
  validateResource: ofKinds(["Ingress"], (args, report) => {
    const refuse = (problem: string): void => report(`${subjectOf(args)} ${problem}`);
    const spec = (key: string): unknown => field(args.props, "spec", key);
    checkAll(
      () =>
        checkEach(asList(spec("rules")), (rule) => {
          const host = String(field(rule, "host") ?? "");
          if (host === "" || host.includes("*"))
            refuse(`serves ${host === "" ? "every host" : `the hosts "${host}"`}; name one host a rule`);
          else if (!hasCertificate(host, spec("tls")))
            refuse(`serves "${host}" without a certificate; name it in spec.tls with its secretName`);
        }),
      () => {
        if (spec("defaultBackend") !== undefined || spec("backend") !== undefined)
          refuse("serves every host by its default backend; name one host a rule");
      },
      () => {
        if (!redirectsToHttps(args))
          refuse("serves http; annotate it nginx.ingress.kubernetes.io/ssl-redirect: true");
      },
    );
  }),
};

const hasCertificate = (host: string, tls: unknown): boolean =>
  asList(tls).some((it) => asList(field(it, "hosts")).includes(host) && Boolean(field(it, "secretName")));

const redirectsToHttps = ({ props }: ResourceValidationArgs): boolean =>
  Object.entries(redirects).some(
    ([key, value]) => String(field(props, "metadata", "annotations", key)) === value,
  );
