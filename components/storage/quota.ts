const units = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

const quotaPattern = /^([1-9]\d{0,11}) (B|KiB|MiB|GiB|TiB)$/;

/** Whether a text is a quota, `500 GiB`. */
export const isQuota = (text: string): boolean => quotaPattern.test(text);

/** Bytes of a quota, `500 GiB`; NaN for what is none. */
export function quotaBytes(quota: string): number {
  const [, count, unit] = quotaPattern.exec(quota) ?? [];
  return Number(count) * units[unit as keyof typeof units];
}
