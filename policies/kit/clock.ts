/** The day by which dates are judged; an object, so that a test can set the day. */
export const clock = {
  /** Today in UTC, ISO date. */
  today: (): string => new Date().toISOString().slice(0, 10),
};

/** The ISO date so many days after another. */
export function daysAfter(date: string, days: number): string {
  const day = new Date(`${date}T00:00:00Z`);
  day.setUTCDate(day.getUTCDate() + days);
  return day.toISOString().slice(0, 10);
}

/** Whether a value is a day of the calendar in the form YYYY-MM-DD; such dates compare as text. */
export function isDate(value: unknown): value is string {
  if (typeof value !== "string" || !/^\d{4}-\d{2}-\d{2}$/.test(value)) return false;
  const time = Date.parse(`${value}T00:00:00Z`);
  return !Number.isNaN(time) && new Date(time).toISOString().startsWith(value);
}
