import type { Post } from "../core/post.ts";
import type { Figures } from "../runtime/metrics.ts";

/**
 * What a post's end is in figures; nothing for one that goes on. Recorded post by post as each ends, not from a run's
 * report: a run that dies leaves no report.
 */
export function postFigures({ life, seenAt }: Post): Figures {
  switch (life.state) {
    case "published":
      return {
        PostsPublished: 1,
        PublishLatency: Math.max(0, life.publishedAt.getTime() - seenAt.getTime()) / 1000,
      };
    case "held":
      return { PostsHeld: 1, PostsSetAside: 1 };
    case "failed":
      return { PostsFailed: 1, PostsSetAside: 1 };
    default:
      return {};
  }
}
