import type { Route } from "../core/configuration.ts";
import type { ParsedFeed } from "../core/entry.ts";
import type { EntryMark } from "../core/entry-mark.ts";
import type { FeedNotes, FeedRecord } from "../core/feed-record.ts";
import { areFirstEntries } from "../core/feed-suspicion.ts";
import {
  entriesDigest,
  type KeyedEntry,
  keyedEntries,
  type NewEntry,
  newEntries,
} from "../core/new-entries.ts";
import { afterLook, isRestless } from "../core/restless-feed.ts";
import { filtered } from "../core/route-filter.ts";
import { type Likeness, likenessOf } from "../core/same-entry.ts";
import { identities, keyOf } from "../core/telling-keys.ts";
import type { Services } from "../runtime/services.ts";
import type { ReadingTime } from "./reading-time.ts";

/** So many entries whose pages nobody can open are remembered, to be posted when they can. */
const mostDeadEnds = 100;
/** Of entries that an earlier version took in, so many get marks with what is known of them. */
const mostToComplete = 200;

/** An entry that was taken in under another key. */
export type Renamed = KeyedEntry & {
  /** The key that it had then, where that is known. */
  knownAs?: string | undefined;
  /** By what it was recognised. */
  words: string;
  /** It was not met under this key before. */
  isNews: boolean;
};

/** What is to be taken of a document. */
export interface Taking {
  /** All entries of the document, oldest first. */
  all: KeyedEntry[];
  /** Those that are not known yet, each with what is to become of it. */
  fresh: NewEntry[];
  /** Those that are known by other marks, under another key. */
  renamed: Renamed[];
  /** Those that were held until their page can be opened, with the key by which they were taken in: now it can. */
  mended: { found: KeyedEntry; key: string }[];
  /** Known ones whose marks are to be completed. */
  incomplete: KeyedEntry[];
  /** So many look new in a feed where everything does: neither posted nor recorded. */
  unrecorded: number;
  /** Its entries come under new ids at every look: nothing more is recorded of those that are recognised. */
  isQuiet: boolean;
  /** The same entries as were last taken in: the ledger was not asked. */
  isAsBefore: boolean;
  /** What is to be remembered of the feed. */
  notes: FeedNotes;
}

/**
 * Looks through a document for entries that are not known yet. Writes nothing.
 *
 * @param asksAnyway - look them up although the document has the same entries as before.
 */
export async function findNewEntries(
  feed: ParsedFeed,
  route: Route,
  record: FeedRecord,
  services: Pick<Services, "clock" | "ledger"> & { time: ReadingTime },
  asksAnyway = false,
): Promise<Taking> {
  const now = services.clock.now();
  const { url, identity } = route;
  const { time } = services;
  const { entries: all, shared } = time.spend(() =>
    keyedEntries(feed, now, { feed: url, identity, shared: record.shared }),
  );
  const found = new Findings(all, route, record, now);
  const isChanged = record.identity !== identity || record.hasFacts !== true;
  if (!found.isFirstSight && !asksAnyway && !isChanged && entriesDigest(all) === record.entriesHash)
    return { ...found.nothing(), isAsBefore: true };
  const known = (keys: string[]) => services.ledger.knownEntries(url, keys);
  const newlyShared = shared.filter((key) => record.shared?.includes(key) !== true);
  const marks = await known([...found.keysToAsk(), ...newlyShared]);
  const unknown = found.split(marks);
  const others = time.spend(() =>
    unknown.flatMap((entry) => [sameMark(entry), ...entry.otherMarks.map(({ key }) => key)]),
  );
  const knownOthers = others.length === 0 ? new Map() : await known(others);
  time.spend(() => found.judge(knownOthers));
  // What an earlier version knew by such a key hid all others that have it.
  const isLate = newlyShared.some((key) => marks.has(key) && marks.get(key)?.of === undefined);
  return time.spend(() => ({ ...found.taking(isLate), notes: found.notes(shared) }));
}

/** The mark of an entry whose posts, if any, stand under the key that it had before. */
export const sameMark = ({ key }: KeyedEntry) => `same-${key}`;

/** What becomes clear of a document's entries, step by step. */
class Findings {
  readonly isFirstSight: boolean;
  readonly #all: KeyedEntry[];
  readonly #route: Route;
  readonly #record: FeedRecord;
  readonly #now: Date;
  #known: KeyedEntry[] = [];
  #unknown: KeyedEntry[] = [];
  #renamed: Renamed[] = [];
  /** Weakly recognised: their owner decides where there are many. */
  #weak: Renamed[] = [];
  #unclear: NewEntry[] = [];
  #taking: Pick<Taking, "fresh" | "renamed" | "unrecorded" | "mended"> | undefined;
  #isFlood = false;

  constructor(all: KeyedEntry[], route: Route, record: FeedRecord, now: Date) {
    this.#all = all;
    this.#route = route;
    this.#record = record;
    this.#now = now;
    this.isFirstSight = record.firstReadAt === undefined;
  }

  nothing(): Taking {
    const { shared, restless, deadEnds, identity, hasFacts } = this.#record;
    const notes = without({ shared, restless, deadEnds, identity, hasFacts });
    const none = { fresh: [], renamed: [], mended: [], incomplete: [], unrecorded: 0 };
    return { all: this.#all, ...none, isQuiet: isRestless(this.#record), isAsBefore: false, notes };
  }

  keysToAsk(): string[] {
    return this.#all.flatMap((found) => [found.key, ...this.#formerKeys(found)]);
  }

  /** Where its owner now says otherwise what identifies an entry, it may be known by any of its keys. */
  #formerKeys({ entry }: KeyedEntry): string[] {
    if (this.isFirstSight || this.#record.identity === this.#route.identity) return [];
    return identities.flatMap((kind) => keyOf(entry, kind) ?? []);
  }

  /** @returns the entries that are not known by their keys. */
  split(marks: ReadonlyMap<string, EntryMark>): KeyedEntry[] {
    this.#known = this.#all.filter(({ key }) => marks.has(key));
    for (const found of this.#all) {
      if (marks.has(found.key)) continue;
      const former = this.#formerKeys(found).find((key) => marks.has(key));
      if (former === undefined) {
        // Only of these, which are few, and of each once: their other marks are made here.
        this.#unknown.push({ ...found });
      } else this.#renamed.push({ ...found, knownAs: former, words: "its former key", isNews: false });
    }
    return this.#unknown;
  }

  judge(marks: ReadonlyMap<string, EntryMark>): void {
    const known = this.#known;
    let knownMarks: Set<string> | undefined;
    const dates = known.flatMap(({ entry }) => entry.publishedAt?.getTime() ?? []);
    const circumstances = {
      marks,
      knownKeys: new Set(known.map(({ key }) => key)),
      knownMarks: () => {
        knownMarks ??= new Set(known.flatMap(({ otherMarks }) => otherMarks.map(({ key }) => key)));
        return knownMarks;
      },
      oldest: dates.length === 0 ? undefined : new Date(dates.reduce((a, b) => Math.min(a, b))),
      isRestless: isRestless(this.#record),
      now: this.#now,
    };
    for (const found of this.#unknown) {
      const before = marks.get(sameMark(found));
      if (before !== undefined)
        this.#renamed.push({ ...found, knownAs: before.of, words: "its other marks", isNews: false });
      else this.#judged(found, likenessOf(found, circumstances));
    }
  }

  #judged(found: KeyedEntry, likeness: Likeness): void {
    if (likeness.verdict === "other") return;
    const { of: knownAs, words } = likeness;
    if (likeness.verdict === "unclear") {
      const why = `${words} are those of an entry that was taken in before, and its id and its date are not: it may be the same or a new one; release or drop it`;
      this.#unclear.push({ ...found, decision: { verdict: "hold", reason: "same-entry", words: why } });
    } else (likeness.isWeak ? this.#weak : this.#renamed).push({ ...found, knownAs, words, isNews: true });
  }

  /** @param isLate - some of them were there all along, hidden by others with the same key. */
  taking(isLate: boolean): Taking {
    const { backfill, floodLimit } = this.#route;
    const aside = [...this.#known, ...this.#renamed, ...this.#unclear];
    const known = new Set(aside.map(({ key }) => key));
    const areFirst = areFirstEntries(this.#all, this.#record);
    const rules = { isFirstSight: this.isFirstSight, areFirst, backfill, floodLimit };
    const asked = new Map(this.#unknown.map((found) => [found.key, found]));
    const all = this.#all.map((found) => asked.get(found.key) ?? found);
    const decided = newEntries(all, known, rules);
    this.#isFlood = decided.some(({ decision }) => decision.verdict === "hold");
    // Of files that were renamed id and page are new. Where so many were that they are held, their owner decides.
    const weak = new Map(this.#isFlood ? [] : this.#weak.map((found) => [found.key, found]));
    const isNew = ({ key }: KeyedEntry) => !weak.has(key);
    const renamed = [...this.#renamed, ...weak.values()];
    const fresh = [...decided.filter(isNew), ...this.#unclear]
      .map((found) => this.#lateOne(found, isLate))
      .map((found) => openable(filtered(found, this.#route, this.#now)))
      .sort((a, b) => (a.orderKey < b.orderKey ? -1 : 1));
    const isQuiet = isRestless(this.#record);
    const doubtful = ({ decision }: NewEntry) =>
      decision.verdict === "hold" && (decision.reason === "flood" || decision.reason === "same-entry");
    const left = isQuiet ? fresh.filter(doubtful).length : 0;
    this.#taking = {
      fresh: isQuiet ? fresh.filter((found) => !doubtful(found)) : fresh,
      renamed,
      unrecorded: left,
      mended: this.#mended(renamed),
    };
    const incomplete =
      this.#record.hasFacts === true || this.isFirstSight ? [] : this.#known.slice(-mostToComplete);
    return { ...this.nothing(), ...this.#taking, incomplete };
  }

  #lateOne(found: NewEntry, isLate: boolean): NewEntry {
    const { publishedAt } = found.entry;
    const { firstReadAt } = this.#record;
    if (!isLate || found.decision.verdict !== "post" || firstReadAt === undefined) return found;
    if (publishedAt !== undefined && publishedAt > firstReadAt) return found;
    const words =
      "its key was that of other entries, too, so it was never seen; it may be old: release or drop it";
    return { ...found, decision: { verdict: "hold", reason: "same-entry", words } };
  }

  #mended(renamed: Renamed[]): Taking["mended"] {
    return (this.#record.deadEnds ?? []).flatMap((key) => {
      const found =
        this.#all.find((other) => other.key === key) ?? renamed.find(({ knownAs }) => knownAs === key);
      return found === undefined || found.deadEnd !== undefined ? [] : [{ found, key }];
    });
  }

  notes(shared: string[]): FeedNotes {
    const { fresh = [], renamed = [], unrecorded = 0, mended = [] } = this.#taking ?? {};
    const opened = new Set(mended.map(({ key }) => key));
    const held = fresh.flatMap(({ key, decision }) =>
      decision.verdict === "hold" && decision.reason === "private-link" ? [key] : [],
    );
    const waiting = [...(this.#record.deadEnds ?? []).filter((key) => !opened.has(key)), ...held];
    const doubtful = fresh.filter(
      ({ decision }) => decision.verdict === "hold" && decision.reason !== "private-link",
    );
    const entries = renamed.filter(({ isNews }) => isNews).length + doubtful.length + unrecorded;
    const restless = afterLook(this.#record, { entries, isFlood: this.#isFlood, unrecorded }, this.#now);
    return without({
      shared: shared.length === 0 ? undefined : shared,
      restless,
      deadEnds: waiting.length === 0 ? undefined : [...new Set(waiting)].slice(-mostDeadEnds),
      identity: this.#route.identity,
      hasFacts: true,
    });
  }
}

/** One whose page nobody can open waits until it can be. */
function openable(found: NewEntry): NewEntry {
  const { deadEnd, decision } = found;
  if (deadEnd === undefined || decision.verdict === "skip") return found;
  const words = `its link ${deadEnd}; it goes out by itself once the feed has its public address`;
  return { ...found, decision: { verdict: "hold", reason: "private-link", words } };
}

type Optional<Notes> = { [Name in keyof Notes]?: Notes[Name] | undefined };

function without({ shared, restless, deadEnds, identity, hasFacts }: Optional<FeedNotes>): FeedNotes {
  return {
    ...(shared && { shared }),
    ...(restless && { restless }),
    ...(deadEnds && { deadEnds }),
    ...(identity && { identity }),
    ...(hasFacts && { hasFacts }),
  };
}
