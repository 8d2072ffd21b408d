/** Chance that comes out the same for the same seed, so that what failed once can be seen again. */
export interface Chance {
  /** At least 0, less than 1. */
  next(): number;
  happens(probability: number): boolean;
  oneOf<Item>(items: readonly Item[]): Item;
}

/** A generator after mulberry32: 32 bits of state, plenty for a test. */
export function seededChance(seed: number): Chance {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    happens: (probability) => next() < probability,
    oneOf: (items) => {
      const item = items[Math.floor(next() * items.length)];
      if (item === undefined) throw new Error("nothing to choose from");
      return item;
    },
  };
}
