import type { Content } from "../core/post.ts";
import type { Secret } from "../core/secret.ts";
import type { OwnPost, ThreadsApi } from "../ports/threads-api.ts";

/** Clocks differ, and a list may round: looked for from a little before the container was made. */
const skewInMs = 2 * 60_000;

/**
 * Looks for a post that is out among the profile's own recent ones, by its text. Fresh posts may be listed late, so
 * finding nothing says nothing.
 */
export async function findPublished(
  made: { content: Content; madeAt: Date },
  token: Secret,
  threads: Pick<ThreadsApi, "ownPosts">,
): Promise<{ mediaId?: string; permalink?: string }> {
  const own = await threads.ownPosts(token, new Date(made.madeAt.getTime() - skewInMs));
  if (!own.ok) return {};
  const wanted = comparable(made.content.text);
  const [found, another] = own.value.filter((post) => comparable(post.text ?? "") === wanted);
  // Two alike: either would do for a reader, but a wrong id is worse than none.
  if (found === undefined || another !== undefined) return {};
  return named(found);
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

/** Threads normalises what it is given: the same text in one form of Unicode, with single blanks. */
function comparable(text: string): string {
  return text.normalize("NFC").replace(/\s+/gu, " ").trim();
}

function named(post: OwnPost): { mediaId: string; permalink?: string } {
  return post.permalink === undefined
    ? { mediaId: post.id }
    : { mediaId: post.id, permalink: post.permalink };
}
