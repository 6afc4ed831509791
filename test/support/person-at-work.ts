import {
  Browserless,
  type Login,
  type OidcClient,
  type Tokens,
} from "../../sandbox/clients/browserless-login";
import { assumeRole, type StoreKeys, s3Client } from "../../sandbox/clients/object-store-clients";
import { answerOf, s3Requests } from "./s3-requests";
import { tokensOf } from "./store-session";
import { credentialsOf, type TestEnvironment } from "./test-sandbox";

/** A person of the sandbox in the midst of work: a browser with its cookies, tokens, and keys of the object store. */
export class PersonAtWork {
  private constructor(
    private readonly environment: TestEnvironment,
    private readonly name: string,
    private readonly client: OidcClient,
    readonly browser: Browserless,
    /** The newest tokens: a refresh token serves once. */
    public tokens: Tokens,
    /** Keys that the first token bought. */
    readonly keys: StoreKeys,
  ) {}

  /** Logs a person in, by the portal unless another client is given, and buys keys. */
  static async begin(
    environment: TestEnvironment,
    name: string,
    client = environment.client,
  ): Promise<PersonAtWork> {
    const browser = new Browserless(environment.ca);
    const tokens = tokensOf(await browser.login(client, credentialsOf(environment.sandbox, name)));
    const keys = await assumeRole(endpointOf(environment), environment.storage.roleArn, tokens.accessToken);
    return new PersonAtWork(environment, name, client, browser, tokens, keys);
  }

  /** The person's id in the realm. */
  get subject(): string {
    return String(this.tokens.access.sub);
  }

  /** Logs in once more in the same browser. */
  login(): Promise<Login> {
    return this.browser.login(this.client, credentialsOf(this.environment.sandbox, this.name));
  }

  /** Takes new tokens for the refresh token. */
  async refresh(): Promise<Tokens> {
    this.tokens = await this.browser.refresh(this.client, this.tokens.refreshToken ?? "");
    return this.tokens;
  }

  /** Buys more keys with the newest token. */
  buy(seconds?: number): Promise<StoreKeys> {
    const { storage } = this.environment;
    return assumeRole(endpointOf(this.environment), storage.roleArn, this.tokens.accessToken, seconds);
  }

  s3(keys = this.keys): ReturnType<typeof s3Client> {
    return s3Client(endpointOf(this.environment), keys);
  }

  /** What the store answers to an object under the own prefix: `allowed`, or status and code. */
  async puts(keys = this.keys): Promise<string> {
    const scratch = this.environment.storage.buckets.scratch ?? "";
    return answerOf(s3Requests.put(this.s3(keys), scratch, `${this.subject}/work.txt`));
  }
}

const endpointOf = ({ storage, ca }: TestEnvironment) => ({ url: storage.url, ca });
