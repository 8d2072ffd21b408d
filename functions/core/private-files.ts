import type { LeftOut, NewEntry } from "./new-entries.ts";
import { whyNobodyCanOpen } from "./public-page.ts";

/**
 * An entry without the pictures and files at which nobody but its writer can look, each said. A feed that is itself on a
 * private host, for trying things out, keeps them.
 */
export function withoutPrivateFiles(found: NewEntry, feed: string): NewEntry {
  const { entry } = found;
  const leftOut: LeftOut[] = [];
  const isOpen = ({ url }: { url: string }) => {
    const why = whyPrivate(url, feed);
    if (why !== undefined) leftOut.push({ url, why });
    return why === undefined;
  };
  const images = entry.images.filter(isOpen);
  const enclosures = entry.enclosures.filter(isOpen);
  if (leftOut.length === 0) return found;
  return {
    ...found,
    entry: { ...entry, images, enclosures },
    leftOut: [...(found.leftOut ?? []), ...leftOut],
  };
}

/** @returns why nobody can look at a file, where the feed itself is one that everybody can read. */
export function whyPrivate(address: string, feed: string): string | undefined {
  const isTrial = /^https?:/i.test(feed) && whyNobodyCanOpen(feed) !== undefined;
  const why = isTrial ? undefined : whyNobodyCanOpen(address, feed);
  return why === undefined ? undefined : `it ${why}`;
}
