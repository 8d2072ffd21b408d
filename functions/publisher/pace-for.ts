import { byHand } from "../core/hand-post.ts";
import { isCredible } from "../core/moment.ts";
import type { Post } from "../core/post.ts";
import { waitFor } from "../core/posting-pace.ts";
import type { Services } from "../runtime/services.ts";

/** Far enough back to find a feed's own last post on a profile that several feeds share. */
const lookBack = 25;

/**
 * What a post that is not begun yet waits for by the quiet hours and pauses of its account and its route: the longer of
 * both. Undefined when it may go out; what a person posts by hand goes out when they say so.
 */
export async function paceFor(
  post: Post,
  { clock, configuration, ledger }: Pick<Services, "clock" | "configuration" | "ledger">,
): Promise<{ until: Date; why: string } | undefined> {
  if (post.feed === byHand) return undefined;
  const account = configuration.accounts.find(({ username }) => username === post.account) ?? {};
  const route = configuration.routes.find(({ url }) => url === post.feed) ?? {};
  const isPaced = (pace: object) => "quietHours" in pace || "minutesBetweenPosts" in pace;
  if (!isPaced(account) && !isPaced(route)) return undefined;
  const recent = await ledger.posts(post.account, "published", { limit: lookBack, newestFirst: true });
  const now = clock.now();
  const lastOf = (posts: Post[]) =>
    posts
      .flatMap(({ life }) => (life.state === "published" ? [life.publishedAt] : []))
      .filter((at) => isCredible(at, now))
      .sort(latestFirst)[0];
  const waits = [
    waitFor(account, lastOf(recent), now),
    waitFor(route, lastOf(recent.filter(({ feed }) => feed === post.feed)), now),
  ].filter((wait) => wait !== undefined);
  return waits.sort((a, b) => b.until.getTime() - a.until.getTime())[0];
}

function latestFirst(a: Date, b: Date): number {
  return b.getTime() - a.getTime();
}
