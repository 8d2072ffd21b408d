import { describe, expect, it, onTestFinished } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { shelves } from "../../functions/core/post.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import type { FeedSource } from "../../functions/ports/feed-source.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import type { Vault } from "../../functions/ports/vault.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import type { PollerServices } from "../../functions/runtime/services.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { connectProfile } from "../support/connect-profile.ts";
import { VirtualClock } from "../support/virtual-clock.ts";
import {
  writtenDataFolder,
  writtenPosts,
  writtenSandboxState,
  writtenTable,
  writtenWorld,
} from "../support/written-by-7da8904.ts";

const configuration = readConfiguration(writtenWorld.configuration);
const accounts = configuration.accounts.map(({ username }) => username);
const newToday = "Written today";
const newPlace = "https://blog.example/new-place.xml";

/** The feeds as they were, in other bytes, and with an entry more in the first. */
function feedsOfToday(now: Date): FeedSource & { asked: string[] } {
  const asked: string[] = [];
  return {
    asked,
    async fetch(url) {
      asked.push(url);
      const known = writtenWorld.feeds[url.replace("new-place", "moved")] ?? [];
      const added = { id: "today", title: newToday, publishedAt: now.toUTCString(), text: "" };
      const entries = url.endsWith("/ann.xml") ? [...known, added] : known;
      return {
        kind: "body",
        bytes: new TextEncoder().encode(rssOf(entries)),
        contentType: "application/rss+xml",
        validators: {},
        ...(url.endsWith("/moved.xml") ? { finalUrl: newPlace, movedTo: newPlace } : { finalUrl: url }),
      };
    },
  };
}

function rssOf(entries: (typeof writtenWorld.feeds)[string]): string {
  const items = entries.map(
    ({ id, title, publishedAt, text }) =>
      `<item><guid isPermaLink="false">${id}</guid><title>${title}</title><link>https://blog.example/${id}</link><pubDate>${publishedAt}</pubDate><description>${text}</description></item>`,
  );
  return `<rss version="2.0"><channel><title>Blog</title><link>https://blog.example/</link>
    ${items.toReversed().join("\n")}</channel></rss>`;
}

async function inventory(ledger: Ledger) {
  const rows: ({ account: string; id: string; title: string; shelf: string } & Record<string, unknown>)[] =
    [];
  for (const account of accounts)
    for (const shelf of shelves)
      for (const { id, entry, life } of await ledger.posts(account, shelf, { limit: 100 }))
        rows.push({
          account,
          id,
          title: entry.title ?? entry.summary ?? "",
          shelf,
          state: life.state,
          ...("reason" in life ? { reason: life.reason } : {}),
          ...("containerId" in life ? { containerId: life.containerId } : {}),
          ...("mediaId" in life ? { mediaId: life.mediaId } : {}),
          ...("chain" in life && life.chain
            ? { sent: life.chain.sent.length, rest: life.chain.rest.length }
            : {}),
          ...("album" in life && life.album ? { children: life.album.children.length } : {}),
        });
  return rows;
}

/** Today's jobs on what was written then; an hour has passed. */
async function goneOnWith({ ledger, vault }: { ledger: Ledger; vault: Vault }, clock: VirtualClock) {
  const sandbox = await startSandbox({
    clock,
    stateFile: writtenSandboxState(),
    people: [],
    cards: "off",
    // Whoever asks twice to publish a container is seen.
    behaviour: { republish: "second-post" },
  });
  onTestFinished(() => sandbox.close());
  const before = sandbox.record.posts.map(({ id }) => id);
  const memory = new SqliteStore(":memory:");
  onTestFinished(() => memory.close());
  const feedSource = feedsOfToday(clock.now());
  const { pictures: _, ...local } = localServices({
    store: memory,
    bus: new InProcessBus(),
    clock,
    log: jsonLog("SILENT"),
    configuration,
    threadsUrls: sandbox,
    allowPrivateFeeds: false,
  });
  const services: PollerServices = { ...local, ledger, vault, feedSource };
  const publish = (payload: object) => createPublisher(services)(payload, invocation("publisher"));
  const ticks = async (count: number, minutes: number) => {
    for (let tick = 0; tick < count; tick += 1) {
      await createPoller(services)({}, invocation("feed-poller"));
      await publish({});
      clock.advance({ minutes });
    }
  };

  await ticks(2, 6);
  await connectProfile("fay", sandbox.generateToken("fay"), services);
  for (const account of ["gus", "hal", "ida"]) await publish({ account, release: "all" });
  for (const account of ["ann", "chip"]) await publish({ account, retry: "all" });
  await publish({ account: "dan", release: writtenPosts.find(isDroppedInDoubt)?.id ?? "" });
  await ticks(3, 30);
  return { sandbox, before, asked: feedSource.asked };
}

const isDroppedInDoubt = ({ account, state, title }: (typeof writtenPosts)[number]) =>
  account === "dan" && state === "skipped" && title.startsWith("Dropped");

const stores = {
  "a data folder": writtenDataFolder,
  "a table": writtenTable,
};

describe.each(Object.entries(stores))("%s that 7da8904 wrote", (_, open) => {
  it("shows every post in the state in which it was left", async () => {
    const { ledger } = await open(new VirtualClock(writtenWorld.now));
    expect(await inventory(ledger)).toEqual(writtenPosts);
    expect(new Set(writtenPosts.map(({ state }) => state))).toEqual(
      new Set(["pending", "container", "publishing", "published", "held", "failed", "skipped"]),
    );
  });

  it("is gone on with: no post is lost or out twice, each keeps its id, and doubts are settled by reading", async () => {
    const clock = new VirtualClock(writtenWorld.now);
    const opened = await open(clock);
    clock.advance({ hours: 1 });
    const { sandbox, before, asked } = await goneOnWith(opened, clock);

    const now = await inventory(opened.ledger);
    const idOf = ({ account, id }: { account: string; id: string }) => `${account} ${id}`;
    const added = now.filter((row) => !writtenPosts.some((known) => idOf(known) === idOf(row)));
    expect(added.map(({ title }) => title)).toEqual([newToday]);
    const wanted = writtenPosts.filter((post) => post.state !== "skipped" || isDroppedInDoubt(post));
    const titlesOf = (rows: { account: string; title: string }[]) =>
      rows.map(({ account, title }) => `${account}: ${title}`).sort();
    const published = now.filter(({ shelf }) => shelf === "published");
    expect(titlesOf(published)).toEqual(titlesOf([...wanted, { account: "ann", title: newToday }]));
    expect(now.length).toBe(writtenPosts.length + 1);

    const { posts } = sandbox.record;
    const roots = posts.filter(({ replyToId }) => replyToId === undefined);
    const shown = roots.map(({ username, text }) => ({
      account: username,
      title: text.split("\n")[0] ?? "",
    }));
    expect(titlesOf(shown)).toEqual(titlesOf(published));
    for (const account of ["chad", "chip", "cleo"]) {
      const chain = posts.filter(({ username }) => username === account);
      expect(chain.map(({ replyToId }) => replyToId)).toEqual([undefined, chain[0]?.id, chain[1]?.id]);
    }
    expect(posts.slice(0, before.length).map(({ id }) => id)).toEqual(before);
    // The one was gone for good, the other had moved for good.
    expect(asked).not.toContain("https://blog.example/gone.xml");
    expect(asked).toContain(newPlace);

    // Doubts are settled by reading: what has a container gets no other.
    const begun = writtenPosts.filter(
      ({ state, sent }) => state === "container" || (state === "publishing" && sent === undefined),
    );
    expect(begun.map(({ account }) => account)).toEqual(["ben", "dora", "emil", "eve", "kim"]);
    for (const { account, id, containerId } of begun) {
      const row = now.find((one) => idOf(one) === `${account} ${id}`);
      const [post, ...others] = posts.filter((one) => one.containerId === containerId);
      expect(others).toEqual([]);
      expect(row).toMatchObject({ state: "published", containerId, mediaId: post?.id });
    }
  }, 60_000);
});
