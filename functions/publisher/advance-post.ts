import type { OpenPost } from "../core/post.ts";
import type { Secret } from "../core/secret.ts";
import { makeContainer } from "./make-container.ts";
import { publishWhenReady, settleDoubt } from "./publish-container.ts";
import type { Advance, Parts } from "./settle-post.ts";

/**
 * Takes a post as far as it goes now: container made and written down, asked to publish, published and written down, or
 * the reason why it waits. Each effect is written down, on the condition that nobody else has, before the next one:
 * that order is what makes a crash between any two of them harmless.
 *
 * @param until - `container`: no further than that, since others may have to go out before it.
 */
export async function advancePost(
  post: OpenPost,
  token: Secret,
  services: Parts,
  until?: "container",
): Promise<Advance> {
  switch (post.life.state) {
    case "pending": {
      const made = await makeContainer(post, post.life, token, services);
      if (made.kind !== "made") return made;
      return until === "container"
        ? { kind: "moved", post: made.post }
        : advancePost(made.post, token, services);
    }
    case "container":
      return publishWhenReady(post, post.life, token, services);
    case "publishing":
      return settleDoubt(post, post.life, token, services);
  }
}
