import { type Aside, type OpenPost, type Post, type PostLife, withLife } from "./post.ts";
import { chainLeft, hourInMs, type Life } from "./post-life.ts";

/** Of refusals after a neighbour got further: then it is the post. */
const aloneAtMost = 2;
/** A post without neighbours is tried for as long as an outage may last. A choice of ours. */
const asideAtMostInMs = 36 * hourInMs;
const triesAtLeast = 5;
/**
 * So often each post that stepped aside is tried, the first one first, before a further one is: it may be them. At making a
 * container a further one costs nothing, since nothing is public; at publishing it would go out before them.
 */
const triesEach = { create: 3, publish: 12 } satisfies Record<Aside["step"], number>;

/** What is to be done next in an account's line. */
export type Turn =
  | { kind: "post"; post: OpenPost }
  /** Nothing before then. */
  | { kind: "wait"; until: Date; why: string }
  /** It is the post, not Threads. */
  | { kind: "give-up"; post: Post; life: Life<"failed"> }
  /** Threads refuses the line: its owner hears of it, by this post, which is `noted` to be told then. */
  | { kind: "tell"; post: Post; noted: Post; words: string };

type AsidePost = OpenPost & { aside: Aside };

/**
 * Whose turn it is. A line's first post is, unless it stepped aside. When a second one in a row is refused, it is not the
 * posts: the line waits, with a growing pause, and one post tries whether Threads takes any.
 *
 * @param line - an account's open posts in order, at least one.
 */
export function nextTurn(line: readonly OpenPost[], now: Date): Turn | undefined {
  const asides = line.flatMap((post) => {
    const { aside } = post.life.effort;
    return aside === undefined ? [] : [{ ...post, aside }];
  });
  const suspects = asides.filter(({ aside }) => aside.isPassed !== true && aside.alone === undefined);
  const isRefused = suspects.length >= 2;
  const hopeless = asides.find(({ aside }) => isHopeless(aside, isRefused, now));
  if (hopeless !== undefined) return { kind: "give-up", post: hopeless, life: givenUp(hopeless, now) };
  if (isRefused) return turnOfRefused(line, suspects, now);
  const isDue = ({ life }: OpenPost) => life.effort.aside === undefined || (life.notBefore ?? now) <= now;
  const post = line.find(isDue);
  if (post !== undefined) return { kind: "post", post };
  const [first] = [...line].sort((a, b) => dueAt(a) - dueAt(b));
  return first && { kind: "wait", until: new Date(dueAt(first)), why: first.life.waitsFor ?? "" };
}

function turnOfRefused(
  line: readonly OpenPost[],
  suspects: readonly AsidePost[],
  now: Date,
): Turn | undefined {
  const last = suspects.at(-1);
  if (last === undefined) return undefined;
  const { code, words, step } = last.aside;
  const why = `Threads refuses one post after the other (${code}: ${words})`;
  if (!suspects.some(({ aside }) => aside.isTold === true)) {
    const { aside: _, ...post } = last;
    const told = `${why}; the line waits, is tried again and goes on by itself`;
    return { kind: "tell", post, noted: withAside(post, { ...last.aside, isTold: true }), words: told };
  }
  const until = new Date(Math.max(...suspects.map(dueAt)));
  if (now < until) return { kind: "wait", until, why };
  const untried = suspects.find(({ aside }) => aside.times < triesEach[step]);
  const further = line.find(({ life }) => life.effort.aside === undefined);
  const [longestAgo] = [...suspects].sort((a, b) => a.aside.at.getTime() - b.aside.at.getTime());
  const post = untried ?? further ?? longestAgo;
  return post && { kind: "post", post };
}

function isHopeless({ alone = 0, times, since }: Aside, isLineRefused: boolean, now: Date): boolean {
  if (alone >= aloneAtMost) return true;
  return !isLineRefused && times >= triesAtLeast && now.getTime() - since.getTime() > asideAtMostInMs;
}

function givenUp({ life, aside }: AsidePost, now: Date): Life<"failed"> {
  return { state: "failed", reason: aside.code, words: aside.words, at: now, ...chainLeft(life) };
}

/** Those that a post steps in front of: at making a container, or at publishing as well. */
export function overtakes(step: Aside["step"], other: OpenPost): boolean {
  const { aside } = other.life.effort;
  return aside !== undefined && (aside.step === "create" || step === "publish");
}

/** How far a post got, by what it is after it moved. */
export function stepTaken(before: OpenPost, after: PostLife): Aside["step"] | undefined {
  if (after.state === "published") return "publish";
  if (after.state === "pending")
    return (after.chain?.sent.length ?? 0) > (before.life.chain?.sent.length ?? 0) ? "publish" : undefined;
  return after.state === "container" && before.life.state === "pending" ? "create" : undefined;
}

/** A neighbour got further: the first time it is tried again at once, so that it may go out before that one. */
export function passed(post: OpenPost): Post {
  const { aside } = post.life.effort;
  if (aside === undefined || aside.isPassed === true) return post;
  const next = { ...aside, isPassed: true };
  if (aside.alone !== undefined) return withAside(post, next);
  const { notBefore: _, ...life } = post.life;
  return withAside({ ...post, life }, next);
}

/** Only what is noted of it changes: it waits as it did, since when it did. */
function withAside(post: OpenPost, aside: Aside): Post {
  return withLife(post, { ...post.life, effort: { ...post.life.effort, aside } }, post.changedAt);
}

function dueAt({ life }: OpenPost): number {
  return life.notBefore?.getTime() ?? 0;
}
