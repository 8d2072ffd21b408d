import * as z from "zod";
import { FeedloomError } from "./errors.ts";

/** A record of the ledger that is not what its schema says. It is passed over, and all others go on. */
export interface UnreadableRecord {
  kind: "feed" | "entry" | "post" | "account" | "poller";
  /** A feed's address without what opens a private one, an account's name, a post's account and id. */
  key: string;
  /** What is wrong with it, without what stands in it. */
  words: string;
}

type Place = Pick<UnreadableRecord, "kind" | "key">;

const remembered = 1000;

/** Reads the records of a ledger, and remembers those that cannot be read: each is told once. */
export class RecordReader {
  readonly #tell: (record: UnreadableRecord) => void;
  readonly #unreadable = new Map<string, UnreadableRecord>();

  constructor(tell: (record: UnreadableRecord) => void = () => {}) {
    this.#tell = tell;
  }

  /** Those that were come across; the first thousand. */
  get unreadable(): UnreadableRecord[] {
    return [...this.#unreadable.values()];
  }

  /** @returns the record, or what is wrong with it. */
  read<Record>(
    place: Place,
    schema: z.ZodType<Record>,
    text: string | undefined,
  ): { record: Record; unreadable?: undefined } | { record?: undefined; unreadable: UnreadableRecord } {
    try {
      return { record: schema.parse(JSON.parse(text ?? "")) };
    } catch (cause) {
      if (!(cause instanceof z.ZodError || cause instanceof SyntaxError)) throw cause;
      const unreadable = { ...place, words: describe(cause) };
      this.#note(unreadable);
      return { unreadable };
    }
  }

  /** @throws FeedloomError `RECORD_UNREADABLE` - naming it. */
  readOne<Record>(place: Place, schema: z.ZodType<Record>, text: string | undefined): Record {
    const { record, unreadable } = this.read(place, schema, text);
    if (unreadable === undefined) return record;
    throw new FeedloomError("RECORD_UNREADABLE", unreadableWords(unreadable));
  }

  #note(record: UnreadableRecord): void {
    const name = `${record.kind} ${record.key}`;
    if (this.#unreadable.has(name) || this.#unreadable.size >= remembered) return;
    this.#unreadable.set(name, record);
    this.#tell(record);
  }
}

/** Which it is, what is wrong, and what to do, as a sentence. */
export function unreadableWords({ kind, key, words }: UnreadableRecord): string {
  return `the record of the ${kind} ${key} cannot be read (${words}) and is passed over; correct it in the ledger, or put back a copy`;
}

function describe(cause: z.ZodError | SyntaxError): string {
  if (cause instanceof SyntaxError) return "it is no JSON";
  const [issue] = cause.issues;
  return `${issue?.path.join(".") || "the whole"}: ${issue?.message ?? "another shape"}`;
}
