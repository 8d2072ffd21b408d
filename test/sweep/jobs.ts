import pLimit from "p-limit";
import * as z from "zod";
import { invocation } from "../../bin/local/invocation.ts";
import { publishQueue } from "../../bin/local/publish-queue.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { shelves } from "../../functions/core/post.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import { connectProfile } from "../support/connect-profile.ts";
import { everyCall } from "../support/failing-services.ts";
import { SteppedClock } from "../support/stepped-clock.ts";
import { failureOf } from "./made-failures.ts";
import { spoiled, spoils } from "./spoils.ts";
import { configurationOf } from "./the-set.ts";

/** What a process does to itself at one of its calls; `arrange` leaves it to whoever plays Threads. */
export const acts = [
  "kill-before",
  "kill-after",
  "fail-before",
  "fail-after",
  "not-sent",
  "arrange",
  "arrange-and-kill",
  "step",
] as const;

export const jobsSchema = z.object({
  database: z.string(),
  clockFile: z.string(),
  feedUrls: z.object({ posts: z.string(), chains: z.string() }),
  backfill: z.int(),
  graphUrl: z.string(),
  authorizeUrl: z.string(),
  spoil: z.enum(spoils).exactOptional(),
  strike: z.object({ number: z.int(), act: z.enum(acts), stepInMs: z.int().exactOptional() }).exactOptional(),
});
export type JobsParts = z.output<typeof jobsSchema>;

export const tokenSchema = z.object({
  account: z.string(),
  accessToken: z.string(),
  userId: z.string(),
  /** Whether the publisher is told; before the first look there is nothing to publish. */
  isNews: z.boolean(),
});

export const standingSchema = z.array(
  z.object({ account: z.string(), title: z.string(), shelf: z.enum(shelves), words: z.string() }),
);
/** Where a post stands by the ledger. */
export type Standing = z.output<typeof standingSchema>[number];

/**
 * The poller and the publisher as the local host runs them, on a SQLite file; every call that they make to the ledger,
 * vault, bus, feed and Threads is numbered, and one of them may be struck.
 *
 * Not as the host has it: one account is published after the other, so that a number always means the same call.
 */
export class Jobs {
  /** `ledger.replacePost`, in the order in which they were made. */
  readonly calls: string[] = [];
  readonly #parts: JobsParts;
  readonly #store: SqliteStore;
  readonly #bus = new InProcessBus();
  readonly #services: ReturnType<typeof localServices>;
  readonly #poller: ReturnType<typeof createPoller>;
  readonly #publisher: ReturnType<typeof createPublisher>;
  readonly #clock: SteppedClock;
  /** Says what is about to be called, to whoever plays Threads. */
  readonly #arrange: (method: string) => Promise<void>;

  constructor(parts: JobsParts, clock: Clock, arrange: (method: string) => Promise<void>) {
    const { graphUrl, authorizeUrl } = parts;
    this.#parts = parts;
    this.#arrange = arrange;
    this.#clock = new SteppedClock(clock);
    this.#store = new SqliteStore(parts.database);
    this.#services = localServices({
      store: this.#store,
      bus: this.#bus,
      clock: this.#clock,
      log: jsonLog("SILENT"),
      configuration: readConfiguration(configurationOf(parts.feedUrls, parts.backfill)),
      threadsUrls: { graphUrl, authorizeUrl },
      allowPrivateFeeds: true,
    });
    const { vault, bus, threads, feedSource, stateStore } = this.#services;
    const ledger: Ledger = spoiled(this.#services.ledger, parts.spoil);
    const numbered = {
      ...this.#services,
      ledger: this.#numbered("ledger", ledger),
      vault: this.#numbered("vault", vault),
      bus: this.#numbered("bus", bus),
      threads: this.#numbered("threads", threads),
      feedSource: this.#numbered("feed", feedSource),
      stateStore,
    };
    this.#poller = createPoller(numbered);
    this.#publisher = createPublisher(numbered);
    const oneAtATime = pLimit(1);
    this.#bus.subscribe(
      publishQueue(
        (event, context) => oneAtATime(() => this.#publisher(event, context)),
        // The host says it and goes on at the next tick.
        () => {},
      ),
    );
  }

  /** What the host does when it starts: every feed, whether it is due or not. */
  look = async (): Promise<void> => {
    const { posts, chains } = this.#parts.feedUrls;
    for (const feed of [posts, chains]) await this.#poll({ feed });
  };

  tick = (): Promise<void> => this.#poll({});

  /** What a finished Connect does. */
  async connect({ account, accessToken, userId, isNews }: z.output<typeof tokenSchema>): Promise<void> {
    const { clock, bus } = this.#services;
    const expiresAt = new Date(clock.now().getTime() + 60 * 86_400_000);
    await connectProfile(account, { accessToken, userId, expiresAt }, this.#services);
    if (!isNews) return;
    await bus.announce([
      { type: "AccountConnected", detail: { account, expiresAt: expiresAt.toISOString() } },
    ]);
    await this.#bus.settled();
  }

  /** The owner's word, when Threads restricted the account. */
  async release(account: string): Promise<void> {
    await this.#publisher({ account, release: "all" }, invocation("publisher"));
    await this.#bus.settled();
  }

  async standings(): Promise<Standing[]> {
    const { ledger, configuration } = this.#services;
    const found: Standing[] = [];
    for (const { username } of configuration.accounts) {
      for (const shelf of shelves) {
        for (const { account, entry, life } of await ledger.posts(username, shelf, { limit: 1000 })) {
          const words = "words" in life ? `${life.reason}: ${life.words}` : "";
          found.push({ account, title: entry.title ?? "", shelf, words });
        }
      }
    }
    return found;
  }

  close(): void {
    this.#store.close();
  }

  async #poll(payload: { feed?: string }): Promise<void> {
    // As the host has it: a job that fails is tried again at the next tick.
    await this.#poller(payload, invocation("feed-poller")).catch(() => {});
    await this.#bus.settled();
  }

  #numbered<Port extends object>(port: string, whole: Port): Port {
    return everyCall(whole, (name, call) => {
      this.calls.push(`${port}.${name}`);
      const { strike } = this.#parts;
      if (strike?.number !== this.calls.length) return call();
      return this.#strike(strike.act, port, name, call).finally(() => {
        this.#clock.offsetInMs += strike.stepInMs ?? 0;
      });
    });
  }

  async #strike(
    act: (typeof acts)[number],
    port: string,
    name: string,
    call: () => Promise<unknown>,
  ): Promise<unknown> {
    switch (act) {
      case "kill-before":
        return die();
      case "kill-after":
        await call();
        return die();
      case "fail-before":
        throw failureOf(port, name);
      case "fail-after":
        await call();
        throw failureOf(port, name);
      case "not-sent":
        return { ok: false, fault: { kind: "not-sent", words: "no connection (for a test)" } };
      case "arrange":
        await this.#arrange(name);
        return call();
      case "step":
        return call();
      case "arrange-and-kill":
        await this.#arrange(name);
        await call();
        return die();
    }
  }
}

/** At once: nothing of this process happens any more. */
function die(): never {
  process.kill(process.pid, "SIGKILL");
  throw new Error("still alive");
}
