import { failed, type Life, type Next } from "../core/post-life.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsFault } from "../core/threads-fault.ts";
import { describeFault, isGone, isNotYetThere, verdictOnRead } from "../core/threads-verdict.ts";
import type { Services } from "../runtime/services.ts";

/** A fresh parent is visible within 2 to 30 s (clients, 2026); after this many refusals it is looked for. */
const refusalsBeforeLook = 2;

/**
 * Threads says "not there" of what is not there yet; of a post that somebody deleted, which ends the chain behind it; and
 * was seen to say it to a token that had expired. Looking tells.
 *
 * @see https://github.com/trypostit/trypost/issues/230 (2026) for the last
 */
export async function brokenOff(
  life: Life<"pending">,
  fault: ThreadsFault,
  token: Secret,
  { clock, threads }: Pick<Services, "clock" | "threads">,
): Promise<Next | undefined> {
  const { chain, effort } = life;
  if (!isNotYetThere(fault) || effort.refusals < refusalsBeforeLook) return undefined;
  const parent = chain?.sent.at(-1)?.mediaId;
  if (parent === undefined) {
    const me = await threads.me(token);
    return !me.ok && verdictOnRead(me.fault).kind === "reauthorize"
      ? { life, trouble: "reauthorize", fault: me.fault, words: describeFault(me.fault) }
      : undefined;
  }
  const seen = await threads.post(token, parent);
  if (seen.ok || !isGone(seen.fault)) return undefined;
  const words = `the post that it goes on from (${parent}) is gone from the profile; drop the rest of the chain`;
  return { life: { ...failed(fault, life, clock.now()), words }, words };
}
