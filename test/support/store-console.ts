/** MinIO's console as its pages use it, without a browser: the offer to log in, the login, and what a session sees. */
import { Agent, type Dispatcher, request } from "undici";
import { consoleRedirectUri } from "../../components";
import { type Arrival, Browserless } from "../../sandbox/clients/browserless-login";
import { credentialsOf, type TestEnvironment } from "./test-sandbox";

/** What the console said. */
interface ConsoleAnswer {
  status: number;
  text: string;
}

/** The console; after `enter`, the session of a person in it. */
export class StoreConsole {
  private readonly dispatcher: Agent;
  private cookie = "";

  constructor(private readonly environment: TestEnvironment) {
    this.dispatcher = new Agent({ connect: { ca: environment.ca } });
  }

  /** Where the button of the environment's login leads. @throws Error where there is no such button */
  async offer(): Promise<URL> {
    const { text } = await this.call("GET", "login");
    const { redirectRules } = JSON.parse(text) as {
      redirectRules: { displayName: string; redirect: string }[] | null;
    };
    const rule = redirectRules?.find(({ displayName }) => displayName === "Heart failure cohort");
    if (rule === undefined) throw new Error(`the console offers ${text}`);
    return new URL(rule.redirect);
  }

  /** Logs a person in at the realm, as far as the way back to the console. */
  async walk(name: string): Promise<Arrival> {
    const { ca, sandbox, storage } = this.environment;
    const { href } = await this.offer();
    const person = credentialsOf(sandbox, name);
    return new Browserless(ca).walk(href, person, consoleRedirectUri(storage.consoleUrl));
  }

  /** Hands over what the realm sent the browser back with. */
  enter({ searchParams }: URL): Promise<ConsoleAnswer> {
    const body = { code: searchParams.get("code"), state: searchParams.get("state") };
    return this.call("POST", "login/oauth2/auth", body);
  }

  /** The answer to a request below `/api/v1/`. */
  async call(method: Dispatcher.HttpMethod, path: string, body?: unknown): Promise<ConsoleAnswer> {
    const answer = await request(`${this.environment.storage.consoleUrl}/api/v1/${path}`, {
      dispatcher: this.dispatcher,
      method,
      headers: { cookie: this.cookie, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookies = [answer.headers["set-cookie"] ?? []].flat();
    if (cookies.length > 0) this.cookie = cookies.map((cookie) => cookie.split(";")[0]).join("; ");
    return { status: answer.statusCode, text: await answer.body.text() };
  }

  close(): Promise<void> {
    return this.dispatcher.close();
  }
}
