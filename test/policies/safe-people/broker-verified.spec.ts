import { unknown } from "../../../policies/judge";
import { brokerVerified } from "../../../policies/safe-people/broker-verified";
import { cannotJudge, changed, holds, reports } from "../../support/verdict";
import { broker, samlBroker } from "../compliant";

const mend = "set it to the upstream's https address";

describe("safe-people-broker-verified", () => {
  it("holds for verified brokers over https, with or without the optional addresses", async () => {
    await holds(brokerVerified, [broker, changed(broker, { userInfoUrl: undefined }), samlBroker]);
  });

  for (const key of ["authorizationUrl", "tokenUrl", "jwksUrl"])
    it(`reports ${key} that is not https, no URL or missing`, async () => {
      for (const [value, problem] of [
        ["http://login.example.org/x", 'is "http://login.example.org/x", not https'],
        ["login.example.org", "is not a URL"],
        [undefined, "is not set"],
      ] as const)
        await reports(
          brokerVerified,
          [changed(broker, { [key]: value })],
          [`broker "ls-aai": ${key} ${problem}; ${mend}`],
        );
    });

  for (const key of ["userInfoUrl", "logoutUrl"])
    it(`reports ${key} over http`, async () => {
      await reports(
        brokerVerified,
        [changed(broker, { [key]: "http://x.example.org" })],
        [`broker "ls-aai": ${key} is "http://x.example.org", not https; ${mend}`],
      );
    });

  it("reports signatures that are not validated, which is the provider's default", async () => {
    for (const validateSignature of [undefined, false, "false"])
      await reports(
        brokerVerified,
        [changed(broker, { validateSignature })],
        ['broker "ls-aai" has validateSignature off; set it to true'],
      );
  });

  it("reports what a SAML broker leaves out", async () => {
    await reports(
      brokerVerified,
      [
        changed(samlBroker, {
          singleSignOnServiceUrl: "http://idp.example.org/sso",
          singleLogoutServiceUrl: "http://idp.example.org/slo",
          validateSignature: undefined,
          wantAssertionsSigned: false,
          signingCertificate: "",
        }),
      ],
      [
        `broker "university": singleSignOnServiceUrl is "http://idp.example.org/sso", not https; ${mend}`,
        `broker "university": singleLogoutServiceUrl is "http://idp.example.org/slo", not https; ${mend}`,
        'broker "university" has validateSignature off; set it to true',
        'broker "university" has wantAssertionsSigned off; set it to true',
        `broker "university" has no signingCertificate; set the upstream's`,
      ],
    );
  });

  it("cannot be judged while an address is unknown, and still reports the rest", async () => {
    await cannotJudge(
      brokerVerified,
      [changed(broker, { jwksUrl: unknown, validateSignature: false })],
      "jwksUrl",
      ['broker "ls-aai" has validateSignature off; set it to true'],
    );
  });
});
