import type { ResourceValidationArgs } from "@pulumi/policy";
import { field } from "../kit/field";
import { fiveSafes } from "../kit/five-safes";
import { kindOf, subjectOf } from "../kit/kubernetes";
import { namespaceNameOf } from "../kit/namespace";
import type { ResourceRule } from "../kit/rule";
import { checkAll, checkEach } from "../kit/unknown";
import { asList } from "../kit/value";

/** Annotations by which a controller asks a login service about every request. */
const loginAnnotations = ["nginx.ingress.kubernetes.io/auth-url", "haproxy-ingress.github.io/auth-url"];

/** What else publishes services: nothing in it says that a login is asked for. */
const otherRoutes =
  /^kubernetes:(?:gateway\.networking\.k8s\.io\/\w+:\w+Route|traefik\.(?:io|containo\.us)\/\w+:IngressRoute\w*|route\.openshift\.io\/\w+:Route|projectcontour\.io\/\w+:HTTPProxy|networking\.istio\.io\/\w+:VirtualService|k8s\.nginx\.org\/\w+:(?:Virtual|Transport)Server)(?:Patch)?$/;

/** An endpoint without a login is everyone's: the paper's task service ran every caller's programs. */
export const ingressAuthenticated: ResourceRule = {
  name: "safe-settings-ingress-authenticated",
  description:
    "What is published is published by an ingress that asks for a login, or leads to services that do.",
  severity: "critical",
  framework: fiveSafes("safe-settings", { control: "S-43", satre: ["1.5.05"], also: ["TEHDAS2 TIR-7"] }),
  remediationSteps:
    "Put oauth2-proxy in front by the annotation nginx.ingress.kubernetes.io/auth-url, or list the service if it checks tokens itself.",
  configSchema: {
    properties: {
      authenticatedBackends: {
        type: "array",
        items: { type: "string" },
        description: "Services that let nobody in without a login, each as namespace/name.",
        default: [],
      },
    },
  },
  validateResource: (args: ResourceValidationArgs, report) => {
    if (otherRoutes.test(args.type))
      report(`${subjectOf(args)} publishes without a login that can be checked; use an Ingress`);
    if (kindOf(args.type) !== "Ingress") args.notApplicable("judges what publishes services");
    if (loginAnnotations.some((key) => Boolean(field(args.props, "metadata", "annotations", key)))) return;
    const { authenticatedBackends = [] } = args.getConfig<{ authenticatedBackends?: string[] }>();
    const check = (backend: unknown): void => {
      const service = `${namespaceNameOf(args.props)}/${serviceOf(backend)}`;
      if (!authenticatedBackends.includes(service))
        report(
          `${subjectOf(args)} leads to "${service}" without a login; set ${loginAnnotations[0]}, or list the service if it asks for one`,
        );
    };
    checkAll(
      ...["defaultBackend", "backend"].map(
        (key) => () => checkEach(asList(field(args.props, "spec", key)), check),
      ),
      () =>
        checkEach(asList(field(args.props, "spec", "rules")), (rule) =>
          checkEach(asList(field(rule, "http", "paths")), (path) => check(field(path, "backend"))),
        ),
    );
  },
};

/** The service of a backend, in the form of this API version or of those before. */
const serviceOf = (backend: unknown): unknown =>
  field(backend, "service", "name") ?? field(backend, "serviceName");
