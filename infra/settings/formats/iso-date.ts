import type { Format } from "./format";

const allowed = "a day that exists, as YYYY-MM-DD in quotes";

/** A calendar day, `2027-06-30`. Whether it lies in the future is a rule of the policy pack (P-02), not of the form. */
export const isoDate: Format = {
  allowed,
  refuse(text) {
    // An unquoted date is a timestamp to Pulumi's YAML reader: the program gets "2027-06-30 00:00:00 +0000 UTC".
    const timestamp = /^(\d{4}-\d{2}-\d{2})[T ]00:00:00/.exec(text);
    if (timestamp)
      return { allowed: "a day in quotes: without them it is read as a time", example: timestamp[1] };
    return isDay(text) ? undefined : { allowed };
  },
};

function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  const day = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text);
}
