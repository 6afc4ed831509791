import assert from "node:assert/strict";
import { answerError, connectionError } from "../../../components/storage/minio-error";

const url = "https://s3.example.org";
const failure = (code: string) => Object.assign(new Error("fetch failed"), { code });
const xml = (code: string, message: string) =>
  `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

describe("an error of MinIO", () => {
  const connections: [string, string][] = [
    ["ECONNREFUSED", "cannot be reached (ECONNREFUSED); check the URL and that the server runs"],
    [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "shows a certificate of an authority that is not trusted (SELF_SIGNED_CERT_IN_CHAIN); give the CA that signed it",
    ],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "shows a certificate for another host name; use the name in the certificate",
    ],
    ["CERT_HAS_EXPIRED", "shows a certificate that has expired; renew it"],
    ["ERR_SSL_WRONG_VERSION_NUMBER", "does not speak TLS; check scheme and port"],
  ];
  for (const [code, problem] of connections) {
    it(`tells what to do about ${code}`, () => {
      const error = connectionError(url, failure(code));
      assert.deepEqual(
        { message: error.message, code: error.code, status: error.status },
        { message: `MinIO at ${url} ${problem}`, code, status: 0 },
      );
    });
  }

  it("finds the code of an error in its cause", () => {
    const cause = new AggregateError([failure("ECONNREFUSED")]);
    assert.equal(connectionError(url, new Error("failed", { cause })).code, "ECONNREFUSED");
  });

  const answers: [string, string, string, string][] = [
    [
      "a wrong secret key",
      xml("SignatureDoesNotMatch", "…"),
      "SignatureDoesNotMatch",
      "refused the administrator's credential (SignatureDoesNotMatch); check access key and secret key",
    ],
    [
      "a credential without the right",
      '{"Code":"AccessDenied","Message":"Access Denied."}',
      "AccessDenied",
      "does not allow this credential to list its policies; use an administrator's credential",
    ],
    [
      "anything else",
      '{"Code":"XMinioAdminConfigBadJSON","Message":"no such issuer"}',
      "XMinioAdminConfigBadJSON",
      "refused to list its policies: no such issuer (XMinioAdminConfigBadJSON)",
    ],
    [
      "an answer that is not MinIO's",
      "<html>",
      "unknown",
      "refused to list its policies: status 403 (unknown)",
    ],
  ];
  for (const [what, body, code, problem] of answers) {
    it(`tells what to do about ${what}`, () => {
      const error = answerError(url, "list its policies", 403, body);
      assert.deepEqual(
        { message: error.message, code: error.code, status: error.status },
        { message: `MinIO at ${url} ${problem}`, code, status: 403 },
      );
    });
  }
});
