import type { ContainerReading } from "../core/container-life.ts";
import { type Post, type PostLife, withLife } from "../core/post.ts";
import type { Next } from "../core/post-life.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsFault, ThreadsUsage } from "../core/threads-fault.ts";
import { verdictOnRead } from "../core/threads-verdict.ts";
import type { Services } from "../runtime/services.ts";

/** What one go at a post led to. `post` is what the ledger now holds. */
export type Advance =
  | { kind: "moved"; post: Post; usage?: ThreadsUsage }
  /** The answer was about the account, not the post. */
  | {
      kind: "trouble";
      post: Post;
      trouble: "reauthorize" | "restricted";
      words: string;
      fault?: ThreadsFault;
    }
  /** Somebody else changed it meanwhile: look again. */
  | { kind: "overtaken" };

export type Parts = Pick<Services, "clock" | "ledger" | "threads" | "configuration" | "log">;

/** What a container says of itself. */
export async function read(containerId: string, token: Secret, services: Parts): Promise<ContainerReading> {
  const answer = await services.threads.containerStatus(token, containerId);
  return answer.ok
    ? { kind: "status", ...answer.value, ...(answer.at === undefined ? {} : { at: answer.at }) }
    : { kind: "unreadable", fault: answer.fault, verdict: verdictOnRead(answer.fault) };
}

/** Writes down what an answer led to. */
export async function settle(post: Post, next: Next, services: Parts): Promise<Advance> {
  if (next.words !== undefined)
    services.log.info("not yet", { post: post.id, words: next.words, state: next.life.state });
  const stored = await store(post, next.life, services);
  if (stored === undefined) return { kind: "overtaken" };
  if (next.trouble === undefined) return { kind: "moved", post: stored };
  const { trouble, words = "", fault } = next;
  return { kind: "trouble", post: stored, trouble, words, ...(fault === undefined ? {} : { fault }) };
}

/** @returns nothing when somebody else has changed the post meanwhile. */
export async function store(
  post: Post,
  life: PostLife,
  { clock, ledger }: Pick<Services, "clock" | "ledger">,
): Promise<Post | undefined> {
  const next = withLife(post, life, clock.now());
  return (await ledger.replacePost(next)) ? next : undefined;
}
