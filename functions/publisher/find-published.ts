import type { Content } from "../core/content.ts";
import type { Post } from "../core/post.ts";
import type { Life } from "../core/post-life.ts";
import { isSameLink } from "../core/same-link.ts";
import { isSameText } from "../core/same-text.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsResult } from "../core/threads-fault.ts";
import type { OwnPost, ThreadsApi } from "../ports/threads-api.ts";
import type { Services } from "../runtime/services.ts";

/** Of a container that was made when nobody told Meta's time: clocks differ, and a list may round. */
const skewInMs = 15 * 60_000;
/** Meta dates posts and answers to the second. */
const roundingInMs = 2000;
/** As many as one page of a profile's list has: whatever stands there was published among these. */
const ownersLookedAt = 100;

/** What Threads calls each kind when it lists it. @see https://developers.facebook.com/docs/threads/reference/media-retrieval (read 2026-04) */
const listedAs: Record<Content["kind"], string> = {
  text: "TEXT_POST",
  image: "IMAGE",
  video: "VIDEO",
  carousel: "CAROUSEL_ALBUM",
};

/** What a look at the profile told. */
export interface Found {
  /** Where one post is it, and no other could be. */
  ids: { mediaId?: string; permalink?: string };
  isListed: boolean;
  /** One that only this post can be: it shows its page, or replies to the part before it. */
  isCertain: boolean;
}

/**
 * Looks for a post that is out among the profile's own recent ones, or a chain's part in the conversation under its
 * root, by its kind and text. Fresh posts may be listed late, so finding nothing says little. A twin is none of it: what
 * was out before its container was made, shows another page, or belongs to another post of the ledger.
 */
export async function findPublished(
  post: Post,
  made: Life<"container"> | Life<"publishing">,
  token: Secret,
  services: Pick<Services, "threads" | "ledger">,
): Promise<ThreadsResult<Found>> {
  const { threads } = services;
  const { sent = [] } = made.chain ?? {};
  const [root, parent] = [sent[0], sent.at(-1)];
  const since = new Date(
    made.madeAtMeta === undefined
      ? made.madeAt.getTime() - skewInMs
      : made.madeAtMeta.getTime() - roundingInMs,
  );
  const own =
    root === undefined
      ? await threads.ownPosts(token, since)
      : await threads.conversation(token, root.mediaId);
  if (!own.ok) return own;
  const alike = own.value.filter(
    (one) => one.repliedTo === parent?.mediaId && couldBe(one, made.content, since),
  );
  const owned = alike.length === 0 ? new Set() : await ownedByOthers(post, services);
  const candidates = alike.filter(({ id }) => !owned.has(id) && !sent.some(({ mediaId }) => mediaId === id));
  const linked = candidates.filter((one) => showsPage(one, made.content));
  const [found, another] = linked.length > 0 ? linked : candidates;
  // Two alike: either would do for a reader, but a wrong id is worse than none.
  const ids = found === undefined || another !== undefined ? {} : named(found);
  const isCertain = linked.length > 0 || (root !== undefined && found !== undefined);
  return { ...own, value: { ids, isListed: found !== undefined, isCertain } };
}

function couldBe({ mediaType, text = "", link, timestamp }: OwnPost, content: Content, since: Date): boolean {
  if (mediaType !== undefined && mediaType !== listedAs[content.kind]) return false;
  if (timestamp !== undefined && timestamp < since) return false;
  if (!isSameText(content.text, text)) return false;
  const page = pageOf(content);
  return page === undefined || link === undefined || isSameLink(page, link);
}

function showsPage({ link }: OwnPost, content: Content): boolean {
  const page = pageOf(content);
  return page !== undefined && link !== undefined && isSameLink(page, link);
}

function pageOf(content: Content): string | undefined {
  return content.kind === "text" ? content.linkAttachment : undefined;
}

/** The media ids that the account's other posts stand for; those last published, and those in line. */
async function ownedByOthers(
  post: Post,
  { ledger }: Pick<Services, "ledger">,
): Promise<Set<string | undefined>> {
  const published = await ledger.posts(post.account, "published", {
    limit: ownersLookedAt,
    newestFirst: true,
  });
  const open = await ledger.posts(post.account, "open", { limit: ownersLookedAt });
  const others = [...published, ...open].filter(({ id }) => id !== post.id);
  return new Set(
    others.flatMap(({ life }) => {
      if (life.state === "published") return [life.mediaId, ...(life.replies ?? [])];
      return "chain" in life ? (life.chain?.sent ?? []).map(({ mediaId }) => mediaId) : [];
    }),
  );
}

/** The permalink of a post just published. It may be missing for its first seconds: then there is none yet. */
export async function permalinkOf(
  mediaId: string,
  token: Secret,
  threads: Pick<ThreadsApi, "post">,
): Promise<string | undefined> {
  const post = await threads.post(token, mediaId);
  return post.ok ? post.value.permalink : undefined;
}

function named(post: OwnPost): { mediaId: string; permalink?: string } {
  return post.permalink === undefined
    ? { mediaId: post.id }
    : { mediaId: post.id, permalink: post.permalink };
}
