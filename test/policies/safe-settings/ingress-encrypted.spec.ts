import { type Judged, unknown } from "../../../policies/judge";
import { ingressEncrypted } from "../../../policies/safe-settings/ingress-encrypted";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { ingress } from "../compliant-kubernetes";

const ingressOf = (spec: Record<string, unknown>): Judged =>
  changed(ingress, { spec: { ...(ingress.props?.spec as object), ...spec } });
const annotated = (annotations: unknown): Judged =>
  changed(ingress, { metadata: { name: "tesk-api", annotations } });
const says = (problem: string) => `ingress "tesk-api" ${problem}`;
const plain = says('serves "tes.example.org" without a certificate; name it in spec.tls with its secretName');
const redirect = "nginx.ingress.kubernetes.io/ssl-redirect";

describe("safe-settings-ingress-encrypted", () => {
  it("holds for hosts with certificates, of this API version and those before", async () => {
    await holds(ingressEncrypted, [
      ingress,
      { ...ingress, type: "kubernetes:extensions/v1beta1:Ingress" },
      ingressOf({ rules: [] }),
    ]);
  });

  for (const [key, value] of [
    [redirect, true],
    ["nginx.ingress.kubernetes.io/force-ssl-redirect", "true"],
    ["haproxy-ingress.github.io/ssl-redirect", "true"],
    ["traefik.ingress.kubernetes.io/router.entrypoints", "websecure"],
  ] as const)
    it(`holds for https alone by ${key}`, async () => {
      await holds(ingressEncrypted, [annotated({ [key]: value })]);
    });

  for (const [name, tls] of [
    ["none", undefined],
    ["one of another host", [{ hosts: ["www.example.org"], secretName: "tls" }]],
    ["one of no host", [{ secretName: "tls" }]],
    ["a host without a secret", [{ hosts: ["tes.example.org"] }]],
  ] as const)
    it(`reports a host whose certificate is ${name}`, async () => {
      await reports(ingressEncrypted, [ingressOf({ tls })], [plain]);
    });

  it("reports a rule for every host, or for a pattern of hosts", async () => {
    await reports(
      ingressEncrypted,
      [ingressOf({ rules: [{ http: {} }, { host: "" }, { host: "*.example.org" }] })],
      [
        says("serves every host; name one host a rule"),
        says("serves every host; name one host a rule"),
        says('serves the hosts "*.example.org"; name one host a rule'),
      ],
    );
  });

  it("reports a default backend, in any API version", async () => {
    for (const key of ["defaultBackend", "backend"])
      await reports(
        ingressEncrypted,
        [ingressOf({ [key]: { service: { name: "x" } } })],
        [says("serves every host by its default backend; name one host a rule")],
      );
  });

  for (const annotations of [
    undefined,
    {},
    { [redirect]: "false" },
    { "traefik.ingress.kubernetes.io/router.entrypoints": "web,websecure" },
  ])
    it(`reports http with the annotations ${JSON.stringify(annotations)}`, async () => {
      await reports(
        ingressEncrypted,
        [annotated(annotations)],
        [says("serves http; annotate it nginx.ingress.kubernetes.io/ssl-redirect: true")],
      );
    });

  it("cannot be judged while a host is unknown, and still reports the others", async () => {
    await cannotJudge(
      ingressEncrypted,
      [ingressOf({ rules: [{ host: unknown }, { host: "*" }] })],
      "spec.rules.0.host",
      [says('serves the hosts "*"; name one host a rule')],
    );
  });
});
