import {
  type EventBridgeClient,
  PutEventsCommand,
  type PutEventsRequestEntry,
} from "@aws-sdk/client-eventbridge";
import { FeedloomError } from "../../core/errors.ts";
import { eventSource, type FeedloomEvent } from "../../core/events.ts";
import type { Bus } from "../../ports/bus.ts";
import { answered } from "./aws-fault.ts";

/**
 * EventBridge's limits for one call: entries, and the bytes of source, type and detail together.
 * @see https://docs.aws.amazon.com/eventbridge/latest/userguide/calculate-putevents-entry-size.html (read 2026-11)
 */
const entriesAtOnce = 10;
const bytesAtOnce = 256 * 1024;

/** Announces on an EventBridge bus. */
export class EventBridgeBus implements Bus {
  readonly #client: EventBridgeClient;
  readonly #busName: string;

  constructor(client: EventBridgeClient, busName: string) {
    this.#client = client;
    this.#busName = busName;
  }

  /** Sends all it can before it fails: one event that is refused does not take the others along. */
  async announce(events: FeedloomEvent[]): Promise<void> {
    const entries = events.map((event) => ({
      EventBusName: this.#busName,
      Source: eventSource,
      DetailType: event.type,
      Detail: JSON.stringify(event.detail),
    }));
    const failures: unknown[] = [];
    for (const batch of batches(entries)) {
      await this.#sendTwice(batch).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  /** What was not accepted is sent once more, at once: the next tick of the poller is the real repetition. */
  async #sendTwice(entries: PutEventsRequestEntry[]): Promise<void> {
    const again = await this.#send(entries);
    if (again.length === 0) return;
    const refused = await this.#send(again);
    if (refused.length === 0) return;
    const types = [...new Set(refused.map((entry) => entry.DetailType))].join(", ");
    throw new FeedloomError(
      "STORE_UNAVAILABLE",
      `the bus ${this.#busName} did not accept ${refused.length} of ${entries.length} events (${types})`,
    );
  }

  /** @returns those that were not accepted. */
  async #send(entries: PutEventsRequestEntry[]): Promise<PutEventsRequestEntry[]> {
    const command = new PutEventsCommand({ Entries: entries });
    const answer = await answered(`announcing on the bus ${this.#busName}`, this.#client.send(command));
    if (!answer.FailedEntryCount) return [];
    // The answer has a place for each entry, in the same order.
    return entries.filter((_entry, index) => answer.Entries?.[index]?.ErrorCode !== undefined);
  }
}

/** One too large for any call stands alone and is refused by EventBridge, with its name for it. */
function batches(entries: PutEventsRequestEntry[]): PutEventsRequestEntry[][] {
  const all: PutEventsRequestEntry[][] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = sizeInBytes(entry);
    const batch = all.at(-1);
    if (batch === undefined || batch.length === entriesAtOnce || bytes + size > bytesAtOnce) {
      all.push([entry]);
      bytes = size;
    } else {
      batch.push(entry);
      bytes += size;
    }
  }
  return all;
}

function sizeInBytes({ Source = "", DetailType = "", Detail = "" }: PutEventsRequestEntry): number {
  return Buffer.byteLength(Source) + Buffer.byteLength(DetailType) + Buffer.byteLength(Detail);
}
