import * as z from "zod";
import { FeedloomError } from "../core/errors.ts";
import { type Handler, jobChain, onFirstCall } from "../runtime/chain.ts";
import type { PollerServices } from "../runtime/services.ts";
import { pollFigures } from "./figures.ts";
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

export function createHandler(services: PollerServices): Handler<PollReport> {
  return jobChain(services, payloadSchema, async ({ feed, backfill, dryRun }) => {
    const known = services.configuration.routes.map((route) => route.url);
    if (feed !== undefined && !known.includes(feed)) {
      throw new FeedloomError(
        "REQUEST_INVALID",
        `this feed is not configured; configured are ${known.join(", ")}`,
      );
    }
    if (backfill !== undefined && feed === undefined) {
      throw new FeedloomError(
        "REQUEST_INVALID",
        'backfill needs the feed: {"feed": "https://…", "backfill": 5}',
      );
    }
    const report = await pollFeeds(services, {
      ...(feed === undefined ? {} : { feed }),
      ...(backfill === undefined ? {} : { backfill }),
      ...(dryRun === undefined ? {} : { dryRun }),
    });
    if (dryRun !== true) services.meter.record(await pollFigures(report, services));
    return report;
  });
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-poller-services.ts")).awsPollerServices()),
);
