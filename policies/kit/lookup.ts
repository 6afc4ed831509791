/** What tells that two things belong together. */
export interface Clues {
  /** Names or ids; undefined while none is known. */
  values?: readonly unknown[];
  /** URNs of what names and ids come from. */
  urns: readonly string[];
}

/** Whether two things belong together: by a value where both know theirs, else by a URN. */
export const agree = (one: Clues, other: Clues): boolean =>
  one.values !== undefined && other.values !== undefined
    ? one.values.some((value) => other.values?.includes(value))
    : one.urns.some((urn) => other.urns.includes(urn));

/** Items by their clues: finds those that agree with something without asking each. */
export class Lookup<T> {
  private readonly byValue = new Map<unknown, number[]>();
  private readonly byUrn = new Map<unknown, number[]>();
  /** Of the items without known values. */
  private readonly unknownByUrn = new Map<unknown, number[]>();

  constructor(
    private readonly items: readonly T[],
    cluesOf: (item: T) => Clues,
  ) {
    for (const [place, item] of items.entries()) {
      const { values, urns } = cluesOf(item);
      add(this.byValue, values ?? [], place);
      add(this.byUrn, urns, place);
      if (values === undefined) add(this.unknownByUrn, urns, place);
    }
  }

  /** The items that agree with something of these clues, in their order. */
  find({ values, urns }: Clues): T[] {
    const places =
      values === undefined
        ? at(this.byUrn, urns)
        : [...at(this.byValue, values), ...at(this.unknownByUrn, urns)];
    return [...new Set(places)].sort((one, other) => one - other).map((place) => this.items[place] as T);
  }
}

function add(places: Map<unknown, number[]>, keys: readonly unknown[], place: number): void {
  for (const key of keys) {
    const there = places.get(key);
    if (there === undefined) places.set(key, [place]);
    else there.push(place);
  }
}

const at = (places: ReadonlyMap<unknown, number[]>, keys: readonly unknown[]): number[] =>
  keys.flatMap((key) => places.get(key) ?? []);
