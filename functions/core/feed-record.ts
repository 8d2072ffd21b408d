import * as z from "zod";
import { storedDate } from "./stored-date.ts";
import { identities } from "./telling-keys.ts";

/** What we know of a feed between two polls. The feed's name is its configured address, to the letter. */
export const feedRecordSchema = z.object({
  feed: z.string(),
  title: z.string().exactOptional(),
  etag: z.string().exactOptional(),
  lastModified: z.string().exactOptional(),
  /** Of the decoded body last taken in; the same bytes are not parsed again. */
  bodyHash: z.string().exactOptional(),
  /** Of the keys of the entries last taken in: a document with the same ones has nothing new, whatever else changed. */
  entriesHash: z.string().exactOptional(),
  /** Keys that several entries of one document had: they tell nothing apart. */
  shared: z.array(z.string()).exactOptional(),
  /** Entries came under new keys at so many looks in a row; at the last so many entries. */
  restless: z
    .object({
      since: storedDate,
      looks: z.int().positive(),
      entries: z.int().nonnegative(),
      isFlood: z.boolean().exactOptional(),
      /** How many were neither posted nor recorded since then. */
      unrecorded: z.int().positive().exactOptional(),
    })
    .exactOptional(),
  /** Keys of entries that are held until their pages can be opened. */
  deadEnds: z.array(z.string()).exactOptional(),
  /** By what its owner said its entries are told apart, when they were last taken in. */
  identity: z.enum(identities).exactOptional(),
  /** The marks of its entries were made with what is known of each; a version before did not. */
  hasFacts: z.boolean().exactOptional(),
  /** Where permanent redirects lead; fetched instead of the configured address. */
  movedTo: z.string().exactOptional(),
  /** Another host that a permanent redirect led to, and which of its new entries are held: see `feed-move.ts`. */
  newHost: z.object({ host: z.string(), holds: z.enum(["all", "first", "none"]) }).exactOptional(),
  /** The feed that the page at the configured address names; fetched instead of the page. */
  foundAt: z.string().exactOptional(),
  /** When the first of the entries that wait for their date is due: then the document is read although it is as before. */
  comingAt: storedDate.exactOptional(),
  /** How often the feed, and its server's caches, want to be asked. */
  pace: z
    .object({
      feedMinutes: z.int().exactOptional(),
      serverMinutes: z.int().exactOptional(),
      skipHours: z.array(z.int()).exactOptional(),
      skipDays: z.array(z.int()).exactOptional(),
    })
    .exactOptional(),
  /** When it was last asked for the whole, at the configured address: see `isWholeLookDue()`. */
  wholeAt: storedDate.exactOptional(),
  /** When its entries were first taken in. Absent: everything in it is still a first sight. */
  firstReadAt: storedDate.exactOptional(),
  /** Of the readings, the last that was worth writing down: see `feed-upkeep.ts`. */
  lastReadAt: storedDate.exactOptional(),
  /** When something was last written down that only saves work. */
  keptAt: storedDate.exactOptional(),
  /** Not fetched before then; one that is behind is the first of the moments from which the later ones are counted. */
  nextReadAt: storedDate,
  /** Failures in a row; zero after a success. */
  failures: z.int().nonnegative(),
  /** How often running it came cut off; zero after a whole document. */
  cutOffLooks: z.int().nonnegative().exactOptional(),
  /** Since when its server has asked for nothing but patience. */
  busySince: storedDate.exactOptional(),
  trouble: z.object({ since: storedDate, code: z.string(), words: z.string() }).exactOptional(),
  /** 410: the feed said that it is gone; not fetched any more. */
  isGone: z.boolean().exactOptional(),
  /** 0 for one that was never written; each write states the version that it was made from. */
  version: z.int().nonnegative(),
});
export type FeedRecord = z.output<typeof feedRecordSchema>;

/** Validators and digest belong to the answer that they came with. */
export function withoutValidators({
  etag: _,
  lastModified: __,
  bodyHash: ___,
  ...rest
}: FeedRecord): FeedRecord {
  return rest;
}

/** What a look at the entries leaves to be remembered. */
export type FeedNotes = Pick<FeedRecord, "shared" | "restless" | "deadEnds" | "identity" | "hasFacts">;

/** The record with these notes in the place of its former ones. */
export function withNotes(
  { shared: _, restless: __, deadEnds: ___, identity: ____, hasFacts: _____, ...rest }: FeedRecord,
  notes: FeedNotes,
): FeedRecord {
  return { ...rest, ...notes };
}
