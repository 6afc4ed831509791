/** What several specs of a run share because it takes minutes to make: begun by the first of them, ended by the last. */
export class SharedFixture<Fixture extends { end(): Promise<void> }> {
  /** Specs that are still to come or at work; mocha reads all specs before it runs the first. */
  private users = 0;
  private standing: Promise<Fixture> | undefined;

  /** @param begin makes it; skips the spec where this machine cannot have it */
  constructor(
    private readonly begin: (context: Mocha.Context) => Promise<Fixture>,
    private readonly timeoutMs: number,
  ) {}

  /** Gives the spec that is described around the call its part in it. @returns the fixture, for what runs in tests */
  use(): () => Fixture {
    const { timeoutMs } = this;
    const ensure = (context: Mocha.Context): Promise<Fixture> => this.ensure(context);
    let fixture: Fixture;
    this.users += 1;
    before(async function () {
      this.timeout(timeoutMs);
      fixture = await ensure(this);
    });
    after(() => this.leave());
    return () => fixture;
  }

  /** Ends it; a spec that comes after begins it anew. */
  async end(): Promise<void> {
    const { standing } = this;
    this.standing = undefined;
    await (await standing)?.end();
  }

  private ensure(context: Mocha.Context): Promise<Fixture> {
    this.standing ??= this.begin(context).catch((error: unknown) => {
      this.standing = undefined;
      throw error;
    });
    return this.standing;
  }

  private async leave(): Promise<void> {
    this.users -= 1;
    if (this.users === 0) await this.end();
  }
}
