import { describe, expect, it } from "vitest";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { drainAccount } from "../../functions/publisher/drain-account.ts";
import { aBlog } from "../support/a-blog.ts";
import { account, aWorkshop, type Workshop } from "../support/a-workshop.ts";
import { aroundCalls } from "../support/around-calls.ts";
import { mortalServices } from "../support/mortal-services.ts";

type Moment = "before" | "after";
type Republish = "same-id" | "second-post";
/** Changes the ledger of the process that dies, to prove that the judge would see it. */
type Spoil = (ledger: Ledger) => Ledger;

const limits = { deadline: new Date("2027-06-01"), patienceInMs: 20_000 };
const wanted = ["First", "Picture", "Third"];

/** A feed with two texts and a picture, and a process that polls and publishes it. */
async function inLine(republish: Republish, spoil: Spoil) {
  const blog = await aBlog();
  blog.entries = [
    { id: "3", title: "Third", publishedAt: "Fri, 20 Nov 2026 10:00:00 GMT" },
    {
      id: "2",
      title: "Picture",
      pictureUrl: `${blog.url}/picture.png`,
      publishedAt: "Fri, 20 Nov 2026 09:00:00 GMT",
    },
    { id: "1", title: "First", publishedAt: "Fri, 20 Nov 2026 08:00:00 GMT" },
  ];
  const workshop = await aWorkshop({
    feeds: [{ url: blog.feedUrl, style: "image", backfill: 3 }],
    sandbox: { behaviour: { republish } },
  });
  const services = { ...workshop.services, ledger: spoil(workshop.services.ledger) };
  const goOn = async (parts: typeof services): Promise<void> => {
    await pollFeeds(parts);
    await drainAccount(account, parts, limits);
  };
  return { workshop, services, goOn };
}

/** Polled and published by a process that dies at its call `fatal`. */
async function dieAt(fatal: number, moment: Moment, spoil: Spoil, republish: Republish) {
  const { workshop, services, goOn } = await inLine(republish, spoil);
  const mortal = mortalServices(services, fatal, moment);
  // What it threw is seen by nobody.
  await goOn(mortal.services).catch(() => {});
  return { workshop, calls: mortal.calls() };
}

/** A new process goes on, at the ticks of the schedule, until nothing is due. */
async function goOn(workshop: Workshop): Promise<void> {
  for (let tick = 0; tick < 12; tick += 1) {
    await workshop.poll();
    await workshop.publish();
    workshop.clock.advance({ minutes: 5 });
  }
}

/** Every call in turn is the last one; the sandbox's own record is the judge. @returns what went wrong, one line each. */
async function sweep(
  moment: Moment,
  republish: Republish,
  spoil: Spoil = (ledger) => ledger,
): Promise<string[]> {
  const { calls } = await dieAt(Number.POSITIVE_INFINITY, moment, spoil, republish);
  expect(calls).toBeGreaterThan(30);
  const broken: string[] = [];
  for (let fatal = 1; fatal <= calls; fatal += 1) {
    const { workshop } = await dieAt(fatal, moment, spoil, republish);
    await goOn(workshop);
    const [posted, { published }] = [workshop.posted().join(), await workshop.tally()];
    if (posted !== wanted.join()) broken.push(`${moment} call ${fatal} the sandbox has ${posted}`);
    if (published !== wanted.length) {
      broken.push(`${moment} call ${fatal} the ledger has ${published} published`);
    }
  }
  return broken;
}

/** Says that it wrote down a text's steps on the way, and did not: its ledger goes from pending to published. */
const forgetful: Spoil = (ledger) =>
  new Proxy(ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      if (name !== "replacePost") return member.bind(target);
      return async (post: Parameters<Ledger["replacePost"]>[0]) => {
        const { life } = post;
        if ((life.state === "container" || life.state === "publishing") && life.content.kind === "text")
          return true;
        return target.replacePost({
          ...post,
          version: (await target.readPost(post.account, post.id))!.version + 1,
        });
      };
    },
  });

/** Says that it wrote down that it asks to publish, and did not: its ledger goes from container to published. */
const asksFirst: Spoil = (ledger) =>
  new Proxy(ledger, {
    get(target, name) {
      const member: unknown = Reflect.get(target, name);
      if (typeof member !== "function") return member;
      if (name !== "replacePost") return member.bind(target);
      return async (post: Parameters<Ledger["replacePost"]>[0]) => {
        if (post.life.state === "publishing") return true;
        const stored = await target.readPost(post.account, post.id);
        return target.replacePost({ ...post, version: (stored?.version ?? 0) + 1 });
      };
    },
  });

/** What the ledger says of the first post in line whenever a publish is asked for. */
async function statesAtPublish(spoil: Spoil): Promise<string[]> {
  const states: string[] = [];
  const { workshop, goOn } = await inLine("second-post", spoil);
  const { ledger, threads } = workshop.services;
  const watched = aroundCalls(threads, "publishContainer", async (call) => {
    const [head] = await ledger.posts(account, "open", { limit: 1 });
    states.push(head?.life.state ?? "nothing");
    return call();
  });
  await goOn({ ...workshop.services, ledger: spoil(ledger), threads: watched });
  return states;
}

describe("a process killed at any of its calls", () => {
  it.each([
    ["before", "same-id"],
    ["after", "same-id"],
    ["before", "second-post"],
    ["after", "second-post"],
  ] as const)(
    "%s it takes effect doubles nothing, loses nothing, and keeps the order (a container published again: %s)",
    async (moment, republish) => {
      expect(await sweep(moment, republish)).toEqual([]);
    },
  );

  it("is seen to double a post when it does not write down that it asks to publish", async () => {
    const broken = await sweep("after", "same-id", forgetful);
    expect(broken.join("\n")).toMatch(/the sandbox has First,First/);
  });

  // The container is read before it is asked for, which heals most of what this would cost: so it is looked at directly.
  it("asks for no publish before its ledger says so", async () => {
    expect(await statesAtPublish((ledger) => ledger)).toEqual(["publishing", "publishing", "publishing"]);
    expect(await statesAtPublish(asksFirst)).toContain("container");
  });
});
