import { describe, expect, it, onTestFinished } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { type Host, startHost } from "../../bin/local/start-host.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start-sandbox.ts";
import { visitConsent } from "../../sandbox/visitor.ts";
import { aBlog, type Blog, numbered } from "../support/a-blog.ts";
import { recordedLog } from "../support/recorded-log.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

interface World {
  clock: VirtualClock;
  sandbox: Sandbox;
  host: Host;
  blog: Blog;
  events: FeedloomEvent[];
}

/** A blog, the local host with all four jobs, and the sandbox, each behind its own port, on one virtual clock. */
async function aWorld(): Promise<World> {
  const clock = new VirtualClock();
  const blog = await aBlog(numbered(2));
  const sandbox = await startSandbox({ clock, people: [{ username: "bronzfronz" }], cards: "loopback" });
  const events: FeedloomEvent[] = [];
  const host = await startHost({
    database: ":memory:",
    port: 0,
    clock,
    log: recordedLog(),
    configuration: readConfiguration({ accounts: ["bronzfronz"], feeds: [blog.feedUrl] }),
    threadsUrls: sandbox,
    allowPrivateFeeds: true,
    onEvent: (event) => void events.push(event),
    onFailure: (error) => {
      throw error;
    },
  });
  onTestFinished(async () => {
    await host.close();
    await sandbox.close();
  });
  sandbox.registerRedirect(`${host.url}/callback`);
  await host.services.vault.writeAppSecret(JSON.stringify(sandbox.app));
  return { clock, sandbox, host, blog, events };
}

const tick = async ({ host }: World) => {
  await host.poller({}, invocation("feed-poller"));
  await host.settled();
};

describe("from a feed to Threads", () => {
  it("connects with one click, posts each new entry by itself, renews the token, and goes on after a new connect", async () => {
    const world = await aWorld();
    const { clock, sandbox, host, blog, events } = world;

    // The owner clicks Connect, and Allow.
    const end = await visitConsent(`${host.url}/connect`, { decision: "allow" });
    expect(end.status).toBe(200);
    expect(end.html).toContain("@bronzfronz is connected");
    expect(await host.services.vault.read("bronzfronz")).toMatchObject({ kind: "token" });

    // What was there before is not posted; what is written afterwards is, at the next tick, with its link.
    await tick(world);
    expect(sandbox.record.posts).toEqual([]);
    blog.entries = numbered(4);
    clock.advance({ minutes: 5 });
    await tick(world);
    expect(sandbox.record.posts.map(({ text, link }) => [text, link])).toEqual([
      ["Entry 3", `${blog.url}/entry-3`],
      ["Entry 4", `${blog.url}/entry-4`],
    ]);

    // The permalink that was announced shows the post.
    const [published] = events.filter((event) => event.type === "PostPublished");
    const page = await fetch(published?.type === "PostPublished" ? (published.detail.permalink ?? "") : "");
    expect(await page.text()).toContain("Entry 3");

    // Three months pass, with one refresher run a day: the token outlives its sixty days.
    for (let day = 0; day < 90; day += 1) {
      clock.advance({ days: 1 });
      await host.refresher({}, invocation("token-refresher"));
    }
    blog.entries = numbered(5);
    await tick(world);
    expect(sandbox.record.posts).toHaveLength(3);

    // The owner removes the app: posts are held, the owner is told, and after a new connect they go out at once.
    sandbox.revoke("bronzfronz", "removed");
    blog.entries = numbered(6);
    clock.advance({ minutes: 5 });
    await tick(world);
    expect(events.map(({ type }) => type)).toContain("AccountDisconnected");
    expect(await host.services.ledger.tally("bronzfronz")).toMatchObject({ reconnect: 1 });
    await visitConsent(`${host.url}/connect`, { decision: "allow" });
    await host.settled();
    expect(sandbox.record.posts.at(-1)?.text).toBe("Entry 6");

    // Every entry ever seen is accounted for.
    expect(await host.services.ledger.tally("bronzfronz")).toEqual({
      published: 4,
      skipped: 2,
      open: 0,
      reconnect: 0,
      held: 0,
      failed: 0,
    });
  });

  it("changes nothing when the owner says no", async () => {
    const { host, events } = await aWorld();
    const end = await visitConsent(`${host.url}/connect`, { decision: "deny" });
    expect(end.status).toBe(403);
    expect(end.html).toContain("Threads was not allowed");
    expect(await host.services.vault.read("bronzfronz")).toEqual({ kind: "absent" });
    expect(events).toEqual([]);
  });
});
