import * as z from "zod";

const value = z.string().trim().min(1, { error: "must not be empty" });

/** How visits from Threads are named in the blog's statistics. */
export const utmSchema = z.strictObject({
  source: value.exactOptional().meta({ description: "`utm_source` of the link.", example: "threads" }),
  medium: value.exactOptional().meta({ description: "`utm_medium` of the link.", example: "social" }),
  campaign: value.exactOptional().meta({ description: "`utm_campaign` of the link.", example: "blog" }),
  term: value.exactOptional().meta({ description: "`utm_term` of the link.", example: "weaving" }),
  content: value.exactOptional().meta({ description: "`utm_content` of the link.", example: "card" }),
});
export type Utm = z.output<typeof utmSchema>;

/**
 * A link with UTM parameters: those it has already stay as they are, and so does every other character of it.
 * What says that its readers come from the feed goes, since those from Threads do not: Medium's `source=rss…`, and the
 * UTM parameters of a link whose `utm_source` is the feed.
 */
export function trackedLink(link: string, utm: Utm | undefined): string {
  const [, page = link, query = "", fragment = ""] = /^([^?#]*)(\?[^#]*)?(#.*)?$/su.exec(link) ?? [];
  const given = query === "" || query === "?" ? [] : query.slice(1).split("&");
  const isOfFeed = given.some((pair) => /^utm_source=(?:rss|feed|atom)/i.test(pair));
  const kept = given.filter((pair) => !/^source=rss/i.test(pair) && !(isOfFeed && /^utm_/i.test(pair)));
  const names = new Set(kept.map((pair) => pair.split("=")[0]));
  const added = Object.entries(utm ?? {})
    .filter(([name]) => !names.has(`utm_${name}`))
    .map(([name, said]) => `utm_${name}=${encodeURIComponent(said)}`);
  if (added.length === 0 && kept.length === given.length) return link;
  const pairs = [...kept, ...added].join("&");
  return `${page}${pairs === "" ? "" : `?${pairs}`}${fragment}`;
}
