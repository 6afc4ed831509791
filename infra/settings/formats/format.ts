/** Why a text is wrong: what would be right, and where one can be worked out, the right text itself. */
export interface Refusal {
  /** What is allowed, for example `a day that exists, as YYYY-MM-DD`. */
  allowed: string;
  /** The right value for this case, when it can be worked out; otherwise the field's own example is shown. */
  example?: string | number;
}

/** How a text in a stack file must look. */
export interface Format {
  /** What is allowed, in words that fit after "must be". */
  allowed: string;
  /** Undefined when the text is right. */
  refuse: (text: string) => Refusal | undefined;
}

/** A format that a regular expression describes completely. */
export const matching = (pattern: RegExp, allowed: string): Format => ({
  allowed,
  refuse: (text) => (pattern.test(text) ? undefined : { allowed }),
});
