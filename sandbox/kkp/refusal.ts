/** An answer that is no success. */
export class Refusal extends Error {
  override readonly name = "Refusal";

  /** @param headers headers of the answer, for example `Allow` */
  constructor(
    readonly status: number,
    message: string,
    readonly headers: Record<string, string> = {},
  ) {
    super(message);
  }
}
