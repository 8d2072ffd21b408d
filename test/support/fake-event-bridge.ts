import * as z from "zod";
import { AwsRefusal, type FakeActions } from "./fake-aws.ts";

const putInput = z.strictObject({
  Entries: z.array(
    z.strictObject({
      EventBusName: z.string(),
      Source: z.string(),
      DetailType: z.string(),
      Detail: z.string(),
    }),
  ),
});

export interface DeliveredEvent {
  bus: string;
  source: string;
  type: string;
  detail: unknown;
}

/**
 * EventBridge as far as we use it: it takes events, some of them or none; `delivered` is what it took. It has no rules:
 * who wants to act on events says so with `onTaken`.
 */
export class FakeEventBridge {
  readonly delivered: DeliveredEvent[] = [];
  readonly batchSizes: number[] = [];
  readonly #onTaken: (event: DeliveredEvent, id: string) => void;
  #failures: number[] = [];

  constructor(onTaken: (event: DeliveredEvent, id: string) => void = () => {}) {
    this.#onTaken = onTaken;
  }

  /** In each of the next calls so many entries, the first ones, are not taken. */
  failNext(...entries: number[]): void {
    this.#failures = entries;
  }

  readonly actions: FakeActions = {
    "AWSEvents.PutEvents": (input) => {
      const { Entries } = putInput.parse(input);
      refuseTooMuch(Entries);
      this.batchSizes.push(Entries.length);
      const failing = this.#failures.shift() ?? 0;
      const results = Entries.map((entry, index) => {
        if (index < failing) return { ErrorCode: "InternalFailure", ErrorMessage: "try again" };
        const event = {
          bus: entry.EventBusName,
          source: entry.Source,
          type: entry.DetailType,
          detail: JSON.parse(entry.Detail),
        };
        this.delivered.push(event);
        const EventId = `event-${this.delivered.length}`;
        this.#onTaken(event, EventId);
        return { EventId };
      });
      return { FailedEntryCount: Math.min(failing, Entries.length), Entries: results };
    },
  };
}

/** @see https://docs.aws.amazon.com/eventbridge/latest/userguide/calculate-putevents-entry-size.html (read 2026-11) */
function refuseTooMuch(entries: z.output<typeof putInput>["Entries"]): void {
  if (entries.length < 1 || entries.length > 10) {
    throw new AwsRefusal(
      "ValidationException",
      `Entries must have 1 to 10 members, and has ${entries.length}`,
    );
  }
  const bytes = entries
    .flatMap(({ Source, DetailType, Detail }) => [Source, DetailType, Detail])
    .reduce((sum, part) => sum + Buffer.byteLength(part), 0);
  if (bytes > 256 * 1024) {
    throw new AwsRefusal(
      "ValidationException",
      "Total size of the entries in the request is over the limit.",
    );
  }
}
