/** What is wrong with a number that must be a whole one within bounds, where something is. */
export const wholeNumberProblem = (number: number, least: number, most: number): string | undefined =>
  Number.isInteger(number) && number >= least && number <= most
    ? undefined
    : `must be a whole number from ${least} to ${most}, got ${number}`;
