export interface Turns<Item> {
  /** So many are at work at a time. */
  atOnce: number;
  /** And of these so many with one host. */
  perHost: number;
  hostOf(item: Item): string;
  /** Asked before each begins; once it says no, none begins any more. */
  goesOn(): boolean;
}

/**
 * Works through items in their order, several at a time. One whose host is at its limit steps aside until a place there is
 * free, and takes nobody's place meanwhile: a slow host delays nothing but its own.
 *
 * @param work - must not reject.
 * @returns those that were not begun.
 */
export async function takeTurns<Item>(
  items: readonly Item[],
  { atOnce, perHost, hostOf, goesOn }: Turns<Item>,
  work: (item: Item) => Promise<void>,
): Promise<Item[]> {
  const atWork = new Map<string, number>();
  const aside = new Map<string, Item[]>();
  const free: Item[] = [];
  let next = 0;
  let running = 0;

  /** The next that may begin: from those that stepped aside, else in order. */
  function take(): Item | undefined {
    const waited = free.shift();
    if (waited !== undefined) return waited;
    while (next < items.length) {
      const item = items[next];
      next += 1;
      if (item === undefined) continue;
      const host = hostOf(item);
      if ((atWork.get(host) ?? 0) < perHost) {
        atWork.set(host, (atWork.get(host) ?? 0) + 1);
        return item;
      }
      const queue = aside.get(host);
      if (queue === undefined) aside.set(host, [item]);
      else queue.push(item);
    }
    return undefined;
  }

  /** Its place at the host goes to the next that waits for it. */
  function leave(item: Item): void {
    const host = hostOf(item);
    const waiting = aside.get(host)?.shift();
    if (waiting !== undefined) free.push(waiting);
    else atWork.set(host, (atWork.get(host) ?? 1) - 1);
  }

  await new Promise<void>((resolve) => {
    function begin(): void {
      while (running < atOnce && goesOn()) {
        const item = take();
        if (item === undefined) break;
        running += 1;
        void work(item).finally(() => {
          running -= 1;
          leave(item);
          begin();
        });
      }
      if (running === 0) resolve();
    }
    begin();
  });
  return [...free, ...[...aside.values()].flat(), ...items.slice(next)];
}
