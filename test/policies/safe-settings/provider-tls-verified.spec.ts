import { type Judged, unknown } from "../../../policies/judge";
import { providerTlsVerified } from "../../../policies/safe-settings/provider-tls-verified";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { keycloakProvider, minioProvider, openstackProvider } from "../compliant";

describe("safe-settings-provider-tls-verified", () => {
  it("holds for verified https, as JSON strings and by the providers' defaults", async () => {
    await holds(providerTlsVerified, [
      keycloakProvider,
      minioProvider,
      openstackProvider,
      changed(minioProvider, { minioSsl: true, minioInsecure: undefined }),
    ]);
  });

  const insecure: [Judged, string, string][] = [
    [keycloakProvider, "tlsInsecureSkipVerify", "rootCaCertificate"],
    [minioProvider, "minioInsecure", "minioCacertFile"],
    [openstackProvider, "insecure", "cacertFile"],
  ];
  for (const [provider, key, authority] of insecure)
    it(`reports ${key}, also as a JSON string`, async () => {
      for (const value of [true, "true", "1"])
        await reports(
          providerTlsVerified,
          [changed(provider, { [key]: value })],
          [
            `provider "${provider.name}" does not verify its server; remove ${key}, and name a private authority in ${authority}`,
          ],
        );
    });

  for (const [provider, key] of [
    [keycloakProvider, "url"],
    [openstackProvider, "authUrl"],
  ] as [Judged, string][])
    it(`reports ${key} that is not https, or left to the process's environment`, async () => {
      for (const [value, problem] of [
        ["http://x.example.org", 'is "http://x.example.org", not https'],
        [undefined, "is not set"],
      ])
        await reports(
          providerTlsVerified,
          [changed(provider, { [key]: value })],
          [
            `provider "${provider.name}" reaches no server by https: ${key} ${problem}; set its https address`,
          ],
        );
    });

  it("reports an object store without TLS, which is the provider's default", async () => {
    for (const minioSsl of [undefined, "false", false, "yes"])
      await reports(
        providerTlsVerified,
        [changed(minioProvider, { minioSsl })],
        ['provider "heart-minio" speaks http; set minioSsl to true'],
      );
  });

  it("cannot be judged while an address is unknown, and still reports the rest", async () => {
    await cannotJudge(
      providerTlsVerified,
      [changed(keycloakProvider, { url: unknown, tlsInsecureSkipVerify: "true" })],
      "url",
      [
        'provider "heart-keycloak" does not verify its server; remove tlsInsecureSkipVerify, and name a private authority in rootCaCertificate',
      ],
    );
  });
});
