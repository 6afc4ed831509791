/** Codes with which TLS refuses the certificate's signature. */
const untrusted = [
  "SELF_SIGNED_CERT_IN_CHAIN",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "UNABLE_TO_GET_ISSUER_CERT_LOCALLY",
  "CERT_SIGNATURE_FAILURE",
];

/** Why a request got no answer: the network's code, and the problem with what to do, to follow "<server> at <url>". */
export function connectionProblem(cause: unknown): { code: string; problem: string } {
  const code = networkCode(cause);
  const told = (problem: string) => ({ code, problem });
  if (untrusted.includes(code)) {
    return told(
      `shows a certificate of an authority that is not trusted (${code}); give the CA that signed it`,
    );
  }
  if (code === "ERR_TLS_CERT_ALTNAME_INVALID") {
    return told("shows a certificate for another host name; use the name in the certificate");
  }
  if (code === "CERT_HAS_EXPIRED") return told("shows a certificate that has expired; renew it");
  if (code === "ERR_SSL_WRONG_VERSION_NUMBER" || code === "EPROTO") {
    return told("does not speak TLS; check scheme and port");
  }
  return told(`cannot be reached (${code}); check the URL and that the server runs`);
}

function networkCode(cause: unknown): string {
  if (!(cause instanceof Error)) return "unknown";
  if ("code" in cause && typeof cause.code === "string") return cause.code;
  if (cause.cause !== undefined) return networkCode(cause.cause);
  if (cause instanceof AggregateError) return networkCode(cause.errors[0]);
  return cause.name;
}
