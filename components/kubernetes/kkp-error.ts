import { mayPass } from "../cloud/cloud-error";
import { connectionProblem } from "../connection-problem";

/** What KKP answered, or why it did not, as one sentence that names the server. Never carries a secret. */
export class KkpError extends Error {
  override readonly name = "KkpError";

  /**
   * @param message what went wrong and what to do, in one sentence
   * @param status HTTP status; 0 when there was no answer
   * @param isPassing whether the same request may succeed a little later
   * @param retryAfterSeconds how long KKP asks to wait
   */
  constructor(
    message: string,
    readonly status: number,
    readonly isPassing: boolean,
    readonly retryAfterSeconds?: number,
  ) {
    super(message);
  }
}

/** The error of a request that got no answer. */
export function connectionError(url: string, cause: unknown): KkpError {
  const { code, problem } = connectionProblem(cause);
  return new KkpError(`KKP at ${url} ${problem}`, 0, mayPass(code));
}

/**
 * The error of an answer that is not 2xx.
 * @param does what was asked, as in "refused to <does>"
 * @param retryAfter the header, in seconds; a date is not understood
 */
export function answerError(
  url: string,
  does: string,
  status: number,
  body: string,
  retryAfter: string | undefined,
): KkpError {
  const told = (problem: string, isPassing = false): KkpError =>
    new KkpError(`KKP at ${url} ${problem}`, status, isPassing, seconds(retryAfter));
  if (status === 401)
    return told("refused the token (401): it has expired, or is another KKP's; make one in its dashboard");
  if (status === 403)
    return told(
      `does not allow this token to ${does} (403); take one of a service account in the group editors of the project`,
    );
  const problem = `refused to ${does}: ${reason(body)} (${status})`;
  return told(problem, status === 429 || [500, 502, 503, 504].includes(status));
}

/** KKP says `{ "error": { "code": …, "message": … } }`, a proxy before it HTML. */
function reason(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: { message?: unknown } };
    return typeof error?.message === "string" ? error.message : "no reason given";
  } catch {
    return "no reason given";
  }
}

const seconds = (text: string | undefined): number | undefined =>
  text !== undefined && /^\d+$/.test(text) ? Number(text) : undefined;

/**
 * For what was to be made and is there: somebody, or a request whose answer got lost, made it since it was looked for.
 * @throws KkpError that the next look mends
 */
export function madeMeanwhile(error: unknown): never {
  if (error instanceof KkpError && error.status === 409) throw new KkpError(error.message, 409, true);
  throw error;
}
