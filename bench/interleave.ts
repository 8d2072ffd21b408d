/** A contender's run. @returns what was measured, by names of its own. */
export type Contender = (round: number) => Promise<Record<string, number>>;

/** Runs between which the machine may have changed its mind; fewer would be an anecdote. */
const fewestRounds = 3;

/**
 * Lets contenders run in turn, each round beginning with another one: what disturbs the machine for a while then
 * disturbs all of them.
 *
 * @param budgetInMs - no new round begins after this; the first three always run.
 * @returns all values of one contender under one name, round by round.
 */
export async function interleaved<Name extends string>(
  contenders: Record<Name, Contender>,
  { runs, budgetInMs }: { runs: number; budgetInMs: number },
): Promise<(name: Name, value: string) => number[]> {
  const all: [string, Contender][] = Object.entries(contenders);
  const samples = new Map<string, number[]>();
  const begunAt = performance.now();
  for (let round = 0; round < runs; round += 1) {
    if (round >= fewestRounds && performance.now() - begunAt > budgetInMs) break;
    for (const [name, run] of [...all.slice(round % all.length), ...all.slice(0, round % all.length)]) {
      for (const [value, sample] of Object.entries(await run(round))) {
        const key = `${name} ${value}`;
        samples.set(key, [...(samples.get(key) ?? []), sample]);
      }
    }
  }
  return (name, value) => {
    const found = samples.get(`${name} ${value}`);
    if (found === undefined) throw new Error(`${name} measured no ${value}`);
    return found;
  };
}
