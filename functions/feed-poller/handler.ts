import * as z from "zod";
import { FeedloomError } from "../core/errors.ts";
import { shownAddress } from "../core/shown-address.ts";
import { type Handler, jobChain, onFirstCall } from "../runtime/chain.ts";
import type { PollerServices } from "../runtime/services.ts";
import { pollFigures, pollNames } from "./figures.ts";
import { type PollReport, pollFeeds } from "./poll-feeds.ts";

/** What starts the poller: its schedule sends `{}`; by hand it can be asked for one feed, a backfill, or a dry run. */
export const payloadSchema = z.strictObject({
  /** A configured feed's address: looked at now, due or not. */
  feed: z.string().optional(),
  /** Post the newest so many entries that were there before Feedloom; together with `feed`. */
  backfill: z.int().min(1).max(1000).optional(),
  /** Decide and answer, write nothing. */
  dryRun: z.boolean().optional(),
});

/** Feeds in an error's words. */
const mostNamed = 20;
/** For looks that have begun when the host's time is nearly up: twenty seconds each for a page and the feed it names. */
const marginInMs = 45_000;

export function createHandler(services: PollerServices): Handler<PollReport> {
  return jobChain(services, payloadSchema, async ({ feed, backfill, dryRun }, context) => {
    const known = services.configuration.routes.map((route) => route.url);
    if (feed !== undefined && !known.includes(feed)) {
      throw new FeedloomError(
        "REQUEST_INVALID",
        `this feed is not configured; configured are ${known.slice(0, mostNamed).map(shownAddress).join(", ")}`,
      );
    }
    if (backfill !== undefined && feed === undefined) {
      throw new FeedloomError(
        "REQUEST_INVALID",
        'backfill needs the feed: {"feed": "https://…", "backfill": 5}',
      );
    }
    const leftInMs = context.getRemainingTimeInMillis() - marginInMs;
    const report = await pollFeeds(services, {
      until: new Date(services.clock.now().getTime() + leftInMs),
      ...(feed === undefined ? {} : { feed }),
      ...(backfill === undefined ? {} : { backfill }),
      ...(dryRun === undefined ? {} : { dryRun }),
    });
    if (dryRun !== true) {
      services.log.info("how things stand", pollNames(report));
      services.meter.record(pollFigures(report));
    }
    return report;
  });
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-poller-services.ts")).awsPollerServices()),
);
