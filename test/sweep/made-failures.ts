import { FeedloomError } from "../../functions/core/errors.ts";

/** What a port throws that cannot be reached; of the feed's, as its own. */
export function failureOf(port: string, method: string): FeedloomError {
  return new FeedloomError(
    port === "feed" ? "FEED_UNREACHABLE" : "STORE_UNAVAILABLE",
    `${port}.${method} failed, for a test`,
  );
}
