import type { Format, Refusal } from "./format";

/** Which parts an address may have; credentials, fragments and other schemes than https are refused in each. */
interface Parts {
  path: boolean;
  trailingSlash: boolean;
  query: boolean;
}

/** Address of a server or a page, `https://login.site.example`, to which paths are appended. */
export const httpsUrl = address("an https URL without trailing slash, credentials, query or fragment", {
  path: true,
  trailingSlash: false,
  query: false,
});

/** Address of an S3 server: host and port only, because S3 clients sign the path. */
export const httpsOrigin = address("an https URL of host and port only", {
  path: false,
  trailingSlash: false,
  query: false,
});

const anyIssuer = address("the https URL that the discovery document calls `issuer`", {
  path: true,
  trailingSlash: true,
  query: false,
});

/** Issuer of tokens, exactly as its discovery document spells it: for LS AAI the trailing slash is part of it. */
export const issuer: Format = {
  allowed: anyIssuer.allowed,
  refuse(text) {
    const discovery = text.indexOf("/.well-known/");
    if (discovery < 0) return anyIssuer.refuse(text);
    const itself = text.slice(0, discovery);
    // what is wrong in another way as well, by credentials for example, is not shown
    return (
      anyIssuer.refuse(itself) ?? {
        allowed: "the issuer itself, not its discovery document",
        example: itself,
      }
    );
  },
};

const exactUrl = address("an exact https URL without `*`, credentials or fragment", {
  path: true,
  trailingSlash: true,
  query: true,
});

/** Where a login returns to. Compared letter by letter, so patterns are refused (RFC 9700, 4.1.3). */
export const redirectUri: Format = {
  allowed: exactUrl.allowed,
  refuse: (text) => (text.includes("*") ? { allowed: exactUrl.allowed } : exactUrl.refuse(text)),
};

function address(allowed: string, parts: Parts): Format {
  return { allowed, refuse: (text) => refuseAddress(text, allowed, parts) };
}

function refuseAddress(text: string, allowed: string, parts: Parts): Refusal | undefined {
  // the host ends at the path: "@" before it would be credentials
  if (!/^https:\/\/[^/?#@\s]+([/?#]\S*)?$/.test(text) || !URL.canParse(text)) return { allowed };
  if (text.includes("#") || (text.includes("?") && !parts.query)) return { allowed };
  const url = new URL(text);
  if (url.pathname !== "/" && !parts.path) return { allowed, example: url.origin };
  if (text.endsWith("/") && !parts.trailingSlash) return { allowed, example: text.replace(/\/+$/, "") };
  return undefined;
}
