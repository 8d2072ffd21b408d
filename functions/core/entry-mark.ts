import * as z from "zod";
import { storedDate } from "./stored-date.ts";

/** What stands beside an entry's mark. Marks that were made before these facts were kept have none of them. */
export const markFactsSchema = z.object({
  /** The key of the entry whose mark it is; of a mark that an account keeps, the id of its post. */
  of: z.string().exactOptional(),
  /** When that entry says it was published. */
  publishedAt: storedDate.exactOptional(),
  /** Of that entry's text. */
  text: z.string().exactOptional(),
  /** Of a mark that an account keeps: the digest of the feed that its post came from. */
  feed: z.string().exactOptional(),
});
export type MarkFacts = z.output<typeof markFactsSchema>;

/** The mark of an entry: that it was taken in, and when first. */
export type EntryMark = MarkFacts & { seenAt: Date };
