/**
 * Logs people in as a browser would, without one: redirects, cookies, Keycloak's own forms, a one-time password.
 * For tests against real servers; it proves nothing about what a page looks like.
 */
import { createHash, createHmac, randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { CookieJar } from "tough-cookie";
import { Agent, fetch, type Response } from "undici";

/** Who types into the forms. */
export interface Credentials {
  userName: string;
  password: string;
  /** Secret of the one-time passwords; set by the login that is asked to set one up. */
  oneTimeSecret?: string;
  /** Last time step whose one-time password was used: a server takes each only once. */
  oneTimeStep?: number;
}

/** Where a walk through the pages ended. */
export type Arrival =
  | { arrived: true; url: URL; hops: number }
  | { arrived: false; status: number; page: string; url: string };

/** Tokens of a login, with what they say. */
export interface Tokens {
  accessToken: string;
  idToken: string;
  refreshToken?: string;
  /** Claims of the access token. */
  access: Record<string, unknown>;
  /** Claims of the id token. */
  identity: Record<string, unknown>;
}

/** The end of a login: tokens, or the page that refused and its status. */
export type Login =
  | { entered: true; tokens: Tokens; hops: number }
  | { entered: false; status: number; page: string; url: string };

/** An OIDC client as it was registered. */
export interface OidcClient {
  issuer: string;
  clientId: string;
  clientSecret: string;
  redirectUri: string;
  /** @default true */
  pkce?: boolean;
  /** @default "openid profile email" */
  scope?: string;
}

/** A browser with its cookies, which stay from one login to the next. */
export class Browserless {
  private jar = new CookieJar();
  private readonly dispatcher: Agent;

  /** @param certificateAuthority PEM of the authority that signed the servers' certificates */
  constructor(certificateAuthority?: string) {
    this.dispatcher = new Agent({ connect: { ca: certificateAuthority } });
  }

  /** Forgets every cookie. */
  forget(): void {
    this.jar = new CookieJar();
  }

  /** Forgets the cookies of one path, for example those of the upstream: `https://…/realms/ls-aai/`. */
  async forgetUnder(url: string): Promise<void> {
    const { hostname, pathname } = new URL(url);
    await this.jar.store.removeCookies(hostname, pathname);
  }

  /** Gets or, with a form, posts; no redirect is followed. */
  async request(
    url: string,
    form?: Record<string, string>,
    headers: Record<string, string> = {},
  ): Promise<Response> {
    const response = await fetch(url, {
      dispatcher: this.dispatcher,
      redirect: "manual",
      headers: { cookie: await this.jar.getCookieString(url), ...headers },
      ...(form ? { method: "POST", body: new URLSearchParams(form) } : {}),
    });
    for (const cookie of response.headers.getSetCookie()) {
      await this.jar.setCookie(cookie, url, { ignoreError: true });
    }
    return response;
  }

  /** Walks from `url`, filling in Keycloak's forms, until a redirect leads to `destination` or a page has no form for it. */
  async walk(url: string, person: Credentials, destination: string): Promise<Arrival> {
    let response = await this.request(url);
    let at = url;
    const filled = new Set<string>();
    for (let hops = 1; hops <= 30; hops++) {
      const location = response.headers.get("location");
      if (location) {
        await response.body?.cancel();
        const next = new URL(location, at);
        if (next.href.startsWith(destination)) return { arrived: true, url: next, hops };
        at = next.href;
        response = await this.request(at);
        continue;
      }
      const page = await response.text();
      const form = await fillIn(page, person);
      // the same form a second time is a refusal: wrong password, wrong code
      if (!form || filled.has(form.kind)) {
        return { arrived: false, status: response.status, page: plainText(page), url: at };
      }
      filled.add(form.kind);
      at = new URL(form.action, at).href;
      response = await this.request(at, form.values);
    }
    throw new Error(`login of "${person.userName}" did not end after 30 steps, at ${at}`);
  }

  /** Authorisation code with PKCE, from the client to the realm, its upstream and back, then the tokens. */
  async login(client: OidcClient, person: Credentials): Promise<Login> {
    const { authorization_endpoint: start, token_endpoint: end } = await this.discover(client.issuer);
    const verifier = randomBytes(32).toString("base64url");
    const state = randomBytes(16).toString("base64url");
    const challenge = createHash("sha256").update(verifier).digest("base64url");
    const query = new URLSearchParams({
      response_type: "code",
      client_id: client.clientId,
      redirect_uri: client.redirectUri,
      scope: client.scope ?? "openid profile email",
      state,
      ...(client.pkce === false ? {} : { code_challenge: challenge, code_challenge_method: "S256" }),
    });
    const arrival = await this.walk(`${start}?${query}`, person, client.redirectUri);
    if (!arrival.arrived) return { entered: false, ...omitArrived(arrival) };
    const { searchParams, href } = arrival.url;
    if (searchParams.get("state") !== state) throw new Error(`the answer ${href} has another state`);
    const code = searchParams.get("code");
    if (code === null) {
      const page = `${searchParams.get("error")}: ${searchParams.get("error_description")}`;
      return { entered: false, status: 302, page, url: href };
    }
    const tokens = await this.token(end, client, {
      grant_type: "authorization_code",
      code,
      redirect_uri: client.redirectUri,
      ...(client.pkce === false ? {} : { code_verifier: verifier }),
    });
    return { entered: true, tokens, hops: arrival.hops };
  }

  /** New tokens for a refresh token. @throws Error with the server's answer, when it refuses */
  async refresh(client: OidcClient, refreshToken: string): Promise<Tokens> {
    const { token_endpoint: end } = await this.discover(client.issuer);
    return this.token(end, client, { grant_type: "refresh_token", refresh_token: refreshToken });
  }

  private async discover(
    issuer: string,
  ): Promise<{ authorization_endpoint: string; token_endpoint: string }> {
    const response = await this.request(`${issuer}/.well-known/openid-configuration`);
    return (await response.json()) as { authorization_endpoint: string; token_endpoint: string };
  }

  private async token(url: string, client: OidcClient, form: Record<string, string>): Promise<Tokens> {
    const basic = Buffer.from(`${client.clientId}:${client.clientSecret}`).toString("base64");
    const response = await this.request(url, form, { authorization: `Basic ${basic}` });
    const answer = (await response.json()) as Record<string, string>;
    const { access_token: accessToken, id_token: idToken, refresh_token: refreshToken } = answer;
    if (!accessToken || !idToken)
      throw new Error(`${url} answered ${response.status}: ${JSON.stringify(answer)}`);
    return {
      accessToken,
      idToken,
      ...(refreshToken ? { refreshToken } : {}),
      access: claimsOf(accessToken),
      identity: claimsOf(idToken),
    };
  }
}

/** What a token says, unchecked: whom it convinces is for the servers to show. */
export function claimsOf(token: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(token.split(".")[1] ?? "", "base64url").toString());
}

const omitArrived = ({ status, page, url }: { status: number; page: string; url: string }) => ({
  status,
  page,
  url,
});

/** The values for a form of Keycloak's login theme; none for a page without such a form. */
async function fillIn(
  page: string,
  person: Credentials,
): Promise<{ kind: string; action: string; values: Record<string, string> } | undefined> {
  const open = page.match(/<form[^>]*id="(kc-form-login|kc-totp-settings-form|kc-otp-login-form)"[^>]*>/);
  const action = open?.[0].match(/action="([^"]*)"/)?.[1];
  if (!open || action === undefined) return undefined;
  const kind = open[1] ?? "";
  const target = { kind, action: unescapeHtml(action) };
  if (kind === "kc-form-login") {
    return { ...target, values: { username: person.userName, password: person.password, credentialId: "" } };
  }
  if (kind === "kc-totp-settings-form") {
    const secret = page.match(/name="totpSecret" value="([^"]*)"/)?.[1] ?? "";
    person.oneTimeSecret = unescapeHtml(secret);
    const totp = await oneTimePassword(person);
    return { ...target, values: { totp, totpSecret: person.oneTimeSecret, userLabel: "test" } };
  }
  return person.oneTimeSecret ? { ...target, values: { otp: await oneTimePassword(person) } } : undefined;
}

const stepSeconds = 30;

/** RFC 6238 with SHA-1, six digits; waits where every password that the server would take has been used. */
export async function oneTimePassword(person: Credentials): Promise<string> {
  const current = () => Math.floor(Date.now() / 1000 / stepSeconds);
  const step = Math.max(current(), (person.oneTimeStep ?? 0) + 1);
  // the server looks one step ahead
  while (step > current() + 1) await pause(500);
  person.oneTimeStep = step;
  const counter = Buffer.alloc(8);
  counter.writeBigUInt64BE(BigInt(step));
  const hash = createHmac("sha1", person.oneTimeSecret ?? "")
    .update(counter)
    .digest();
  const offset = (hash.at(-1) ?? 0) & 15;
  return String((hash.readUInt32BE(offset) & 0x7fffffff) % 1_000_000).padStart(6, "0");
}

function unescapeHtml(text: string): string {
  return text
    .replaceAll("&quot;", '"')
    .replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(Number(code)))
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

/** What a reader sees of a page. */
function plainText(page: string): string {
  const body = page.replace(/<(script|style|head)\b[\s\S]*?<\/\1>/g, " ").replace(/<[^>]*>/g, " ");
  return unescapeHtml(body).replace(/\s+/g, " ").trim();
}
