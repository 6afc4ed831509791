import { type Judged, unknown } from "../../../policies/judge";
import { listenerTls } from "../../../policies/safe-settings/listener-tls";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { listener, naming, pending, plainListener, redirect } from "../compliant-cloud";

const says = (problem: string) => `listener "heart-https" ${problem}`;
const plain =
  'listener "heart-http" speaks plain HTTP; use TERMINATED_HTTPS, or redirect to https by an L7PolicyV2 and have no pool';
const badRedirect = (problem: string) =>
  `listener "heart-http" speaks plain HTTP, and its policy "heart-cloud-redirect" ${problem}; redirect to an https address`;
const pool: Judged = naming(
  { type: "openstack:loadbalancer/pool:Pool", name: "pool", props: {} },
  "listenerId",
  plainListener,
);

describe("safe-settings-listener-tls", () => {
  it("holds for TLS that is terminated or passed on, and for a redirect to https", async () => {
    await holds(listenerTls, [
      listener,
      plainListener,
      redirect,
      changed(redirect, {
        action: "REDIRECT_PREFIX",
        redirectUrl: undefined,
        redirectPrefix: "https://heart.example.org",
      }),
      changed(listener, { protocol: "HTTPS", defaultTlsContainerRef: undefined }),
    ]);
  });

  it("holds without what this version of the SDK cannot say", async () => {
    await holds(listenerTls, [changed(listener, { tlsVersions: undefined, hstsMaxAge: undefined })]);
    await holds(listenerTls, [pending(listener, "tlsVersions", "tlsCiphers")]);
  });

  it("holds in a preview, which shows a pool that is not given as unknown", async () => {
    await holds(listenerTls, [
      pending(plainListener, "id", "defaultPoolId"),
      pending(redirect, "listenerId"),
      pending({ ...pool, dependencies: {} }, "listenerId"),
    ]);
  });

  it("holds for TCP where what it passes on encrypts by itself", async () => {
    const tcp = (protocolPort: unknown) => changed(listener, { protocol: "TCP", protocolPort });
    await holds(listenerTls, [tcp(22), tcp("6443")]);
    await holds(listenerTls, [tcp(2022)], { config: { tcpPorts: [2022] } });
    await reports(listenerTls, [tcp(22)], [says("speaks TCP at port 22; use TERMINATED_HTTPS or HTTPS")], {
      config: { tcpPorts: [] },
    });
  });

  for (const protocol of ["TCP", "UDP", "SCTP", "PROMETHEUS", "https", undefined])
    it(`reports the protocol ${protocol}`, async () => {
      await reports(
        listenerTls,
        [changed(listener, { protocol })],
        [says(`speaks ${protocol} at port 443; use TERMINATED_HTTPS or HTTPS`)],
      );
    });

  it("reports plain HTTP without a redirect, with one of another listener, and with a pool", async () => {
    await reports(listenerTls, [plainListener], [plain]);
    await reports(listenerTls, [plainListener, naming(redirect, "listenerId", listener)], [plain]);
    await reports(listenerTls, [plainListener, redirect, pool], [plain]);
    await reports(listenerTls, [changed(plainListener, { defaultPoolId: "1f2e" }), redirect], [plain]);
  });

  it("reports a policy that leads elsewhere than to https", async () => {
    for (const [props, problem] of [
      [{ action: "REDIRECT_TO_POOL" }, "is no redirect"],
      [{ action: "REJECT" }, "is no redirect"],
      [{ redirectUrl: "http://heart.example.org" }, 'is "http://heart.example.org", not https'],
      [{ redirectUrl: undefined }, "is not set"],
    ] as const)
      await reports(listenerTls, [plainListener, changed(redirect, props)], [badRedirect(problem)]);
  });

  it("reports TLS without a certificate, of old versions, with weak ciphers or a short HSTS", async () => {
    await reports(
      listenerTls,
      [
        changed(listener, {
          defaultTlsContainerRef: "",
          tlsVersions: ["TLSv1.1", "TLSv1.2", "SSLv3"],
          tlsCiphers: "ECDHE-RSA-AES256-GCM-SHA384:DES-CBC3-SHA",
          hstsMaxAge: 3600,
        }),
      ],
      [
        says("has no certificate; set defaultTlsContainerRef"),
        says("speaks TLSv1.1; list TLSv1.2 and TLSv1.3 only"),
        says("speaks SSLv3; list TLSv1.2 and TLSv1.3 only"),
        says("takes weak ciphers; remove tlsCiphers"),
        says("has hstsMaxAge 3600; set at least 31536000 s"),
      ],
    );
    await reports(
      listenerTls,
      [changed(listener, { hstsMaxAge: null })],
      [says("has hstsMaxAge 0; set at least 31536000 s")],
    );
  });

  it("tells weak ciphers from ones that are ruled out", async () => {
    for (const tlsCiphers of ["ECDHE-ECDSA-AES128-GCM-SHA256", "HIGH:!aNULL:!MD5:!3DES:!EXPORT:!RC4"])
      await holds(listenerTls, [changed(listener, { tlsCiphers })]);
    for (const tlsCiphers of ["NULL-SHA", "EXP-RC4-MD5", "ADH-AES128-SHA", "ECDHE-RSA-RC4-SHA", "HIGH:aNULL"])
      await reports(
        listenerTls,
        [changed(listener, { tlsCiphers })],
        [says("takes weak ciphers; remove tlsCiphers")],
      );
  });

  it("cannot be judged while a property is unknown, and still reports the rest", async () => {
    await cannotJudge(
      listenerTls,
      [
        changed(listener, { protocol: unknown }),
        { ...changed(listener, { tlsVersions: [unknown, "TLSv1.0"] }), dependencies: { tlsVersions: [] } },
        plainListener,
      ],
      "protocol",
      [says("speaks TLSv1.0; list TLSv1.2 and TLSv1.3 only"), plain],
    );
  });
});
