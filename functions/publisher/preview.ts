import { contentOf } from "../core/compose-post.ts";
import type { Route } from "../core/configuration.ts";
import { type ReadableRequest, readableRequests } from "../core/container-request.ts";
import type { Content } from "../core/content.ts";
import { isOpen, type OpenLife, type Post, titleOf } from "../core/post.ts";
import type { Services } from "../runtime/services.ts";

/** What would be sent for a post, had it not been a dry run. */
export interface PreviewedPost {
  post: string;
  title: string;
  state: string;
  /** Why it waits, or why the style could not be had. */
  why?: string;
  notBefore?: string;
  /** Absent for a post that was asked to be published already: then only its container is looked at. */
  requests?: ReadableRequest[];
}

export interface Preview {
  account: string;
  posts: PreviewedPost[];
}

/** As many as a person can look through. */
const previewAtMost = 25;

/** The posts in line of an account, oldest first, with the exact requests. Asks Threads nothing and writes nothing. */
export async function previewAccount(
  account: string,
  services: Pick<Services, "ledger" | "configuration">,
): Promise<Preview> {
  const line = await services.ledger.posts(account, "open", { limit: previewAtMost });
  return { account, posts: line.map((post) => previewPost(post, services)) };
}

export function previewPost(post: Post, { configuration }: Pick<Services, "configuration">): PreviewedPost {
  const { life } = post;
  const known = { post: post.id, title: titleOf(post), state: life.state };
  if (!isOpen(life)) return known;
  const waits = life.notBefore === undefined ? {} : { notBefore: life.notBefore.toISOString() };
  if (life.state === "publishing")
    return { ...known, ...waits, why: life.waitsFor ?? "its outcome is read first" };
  const { parts, why: reasons } = whatIsSent(post, life, configuration.routes);
  const why = life.waitsFor ?? (reasons.length === 0 ? undefined : reasons.join("; "));
  return {
    ...known,
    ...waits,
    ...(why === undefined ? {} : { why }),
    requests: readableRequests(parts),
  };
}

/** What is still to be sent: the rest of what was begun, or what is composed now. */
function whatIsSent(
  post: Post,
  life: OpenLife,
  routes: Route[],
): { parts: readonly Content[]; why: string[] } {
  const { rest = [] } = life.chain ?? {};
  if (life.state !== "pending") return { parts: [life.content, ...rest], why: [] };
  if (rest.length > 0) return { parts: rest, why: [] };
  return life.album === undefined
    ? contentOf(post, routes, life.effort)
    : { parts: [life.album.content], why: [] };
}
