import type { Aside, OpenLife } from "./post.ts";

const minuteInMs = 60_000;

/** With the delays of a post in line, some three minutes of refusals that say nothing of the post; then it steps aside. */
export const refusalsInLine = 4;

/** Until it is tried again; the last for every further time. Choices of ours. */
const pausesInMinutes = [10, 30, 60];

/**
 * Threads keeps refusing a post without saying what is wrong with it. That may be the post, or Threads: it steps aside, so
 * that its neighbours tell which, and stays open. Refused again although a neighbour got further, it stands alone.
 *
 * @param why - Meta's number and words.
 */
export function steppedAside<Life extends OpenLife>(
  life: Life,
  why: { code: string; words: string },
  now: Date,
  step: Aside["step"] = life.state === "pending" ? "create" : "publish",
): Life {
  const { aside: former, ...effort } = life.effort;
  const times = (former?.times ?? 0) + 1;
  const alone = (former?.alone ?? 0) + (former?.isPassed === true ? 1 : 0);
  const aside: Aside = {
    ...why,
    step,
    since: former?.since ?? now,
    at: now,
    times,
    ...(alone > 0 ? { alone } : {}),
    ...(former?.isTold === true ? { isTold: true } : {}),
  };
  const pauseInMs = (pausesInMinutes[times - 1] ?? 60) * minuteInMs;
  return {
    ...life,
    // One more refusal is enough from here on.
    effort: { ...effort, refusals: Math.max(effort.refusals, refusalsInLine - 1), aside },
    notBefore: new Date(now.getTime() + pauseInMs),
    waitsFor: `Threads refuses it and does not say what is wrong with it (${why.code}: ${why.words})`,
  };
}
