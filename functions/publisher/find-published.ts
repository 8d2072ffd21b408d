import type { Content } from "../core/content.ts";
import type { Chain } from "../core/post.ts";
import { isSameText } from "../core/same-text.ts";
import type { Secret } from "../core/secret.ts";
import type { ThreadsResult } from "../core/threads-fault.ts";
import type { OwnPost, ThreadsApi } from "../ports/threads-api.ts";

/** Clocks differ, and a list may round: looked for from a little before the container was made. */
const skewInMs = 2 * 60_000;

/** What Threads calls each kind when it lists it. @see https://developers.facebook.com/docs/threads/reference/media-retrieval (read 2026-04) */
const listedAs: Record<Content["kind"], string> = {
  text: "TEXT_POST",
  image: "IMAGE",
  video: "VIDEO",
  carousel: "CAROUSEL_ALBUM",
};

/**
 * Looks for a post that is out among the profile's own recent ones, or a chain's part in the conversation under its
 * root, by its kind and text. Fresh posts may be listed late, so finding nothing says little.
 *
 * @returns its ids where one is listed and no other like it; whether any is.
 */
export async function findPublished(
  made: { content: Content; madeAt: Date; chain?: Chain },
  token: Secret,
  threads: Pick<ThreadsApi, "ownPosts" | "conversation">,
): Promise<ThreadsResult<{ ids: { mediaId?: string; permalink?: string }; isListed: boolean }>> {
  const { sent = [] } = made.chain ?? {};
  const [root, parent] = [sent[0], sent.at(-1)];
  const own =
    root === undefined
      ? await threads.ownPosts(token, new Date(made.madeAt.getTime() - skewInMs))
      : await threads.conversation(token, root.mediaId);
  if (!own.ok) return own;
  const candidates = own.value.filter(
    ({ id, repliedTo }) => repliedTo === parent?.mediaId && !sent.some(({ mediaId }) => mediaId === id),
  );
  const kind = listedAs[made.content.kind];
  const [found, another] = candidates.filter(
    ({ text = "", mediaType = kind }) => mediaType === kind && isSameText(made.content.text, text),
  );
  // Two alike: either would do for a reader, but a wrong id is worse than none.
  const ids = found === undefined || another !== undefined ? {} : named(found);
  return { ok: true, value: { ids, isListed: found !== undefined } };
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
