import { type Judged, unknown } from "../../../policies/judge";
import { ingressAuthenticated } from "../../../policies/safe-settings/ingress-authenticated";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { ingress } from "../compliant-kubernetes";

const metadata = { name: "tesk-api", namespace: "heart-tasks" };
const open = changed(ingress, { metadata });
const annotated = (annotations: unknown): Judged =>
  changed(ingress, { metadata: { ...metadata, annotations } });
const leads = (service: string) =>
  `ingress "tesk-api" leads to "${service}" without a login; set nginx.ingress.kubernetes.io/auth-url, or list the service if it asks for one`;

describe("safe-settings-ingress-authenticated", () => {
  it("holds for an ingress that asks a login service, of whichever controller", async () => {
    await holds(ingressAuthenticated, [
      ingress,
      annotated({ "haproxy-ingress.github.io/auth-url": "https://login.example.org/oauth2/auth" }),
    ]);
  });

  it("holds for listed services, and for an ingress that leads nowhere", async () => {
    const config = { authenticatedBackends: ["heart-tasks/tesk-api"] };
    await holds(ingressAuthenticated, [open, changed(open, { spec: {} })], { config });
  });

  for (const annotations of [
    undefined,
    { "nginx.ingress.kubernetes.io/auth-url": "" },
    { "nginx.ingress.kubernetes.io/auth-type": "basic" },
    { "nginx.ingress.kubernetes.io/auth-signin": "https://login.example.org/oauth2/start" },
  ])
    it(`reports an ingress with the annotations ${JSON.stringify(annotations)}`, async () => {
      await reports(ingressAuthenticated, [annotated(annotations)], [leads("heart-tasks/tesk-api")]);
    });

  it("reports each service that is not listed, in any API version", async () => {
    await reports(
      ingressAuthenticated,
      [
        changed(open, {
          spec: {
            defaultBackend: { service: { name: "a" } },
            rules: [{ http: { paths: [{ backend: { serviceName: "b" } }, { backend: { resource: {} } }] } }],
          },
        }),
      ],
      [leads("heart-tasks/a"), leads("heart-tasks/b"), leads("heart-tasks/undefined")],
      { config: { authenticatedBackends: ["other/a", "b"] } },
    );
  });

  for (const type of [
    "gateway.networking.k8s.io/v1:HTTPRoute",
    "gateway.networking.k8s.io/v1alpha2:TCPRoute",
    "traefik.io/v1alpha1:IngressRoute",
    "traefik.containo.us/v1alpha1:IngressRouteTCP",
    "route.openshift.io/v1:Route",
    "projectcontour.io/v1:HTTPProxy",
    "networking.istio.io/v1:VirtualService",
    "k8s.nginx.org/v1:VirtualServer",
  ])
    it(`reports ${type}, of which no rule knows the login`, async () => {
      const kind = type
        .split(":")[1]
        ?.replace(/(?<=[a-z])(?=[A-Z])/g, " ")
        .toLowerCase();
      await reports(
        ingressAuthenticated,
        [{ type: `kubernetes:${type}`, name: "heart-route", props: { metadata: { name: "tes" } } }],
        [`${kind} "tes" publishes without a login that can be checked; use an Ingress`],
      );
    });

  it("leaves other custom resources alone", async () => {
    await holds(ingressAuthenticated, [
      { type: "kubernetes:cert-manager.io/v1:Certificate", name: "tls", props: {} },
      { type: "kubernetes:traefik.io/v1alpha1:Middleware", name: "login", props: {} },
    ]);
  });

  it("cannot be judged while a service is unknown, and still reports the others", async () => {
    const paths = [{ backend: unknown }, { backend: { service: { name: "b" } } }];
    await cannotJudge(
      ingressAuthenticated,
      [changed(open, { spec: { rules: [{ http: unknown }, { http: { paths } }] } })],
      "spec.rules.0.http",
      [leads("heart-tasks/b")],
    );
  });
});
