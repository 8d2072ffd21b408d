import type { PictureLook } from "../core/picture-demands.ts";

/**
 * Looks at an entry's pictures and page before Threads does. Never fails: what could not be seen says so.
 *
 * Each look names the feed, by its configured address, whose entry it is for: a feed on the owner's own network may have its
 * pictures and pages there, and no other feed's may be.
 */
export interface Pictures {
  /** The beginning of a file, as much as tells what picture it is. Takes a few seconds at most. */
  look(url: string, feed: string): Promise<PictureLook>;

  /** The beginning of a page's HTML, and where it was found after redirects; undefined when there is none to be had. */
  page(url: string, feed: string): Promise<{ html: string; url: string } | undefined>;
}
