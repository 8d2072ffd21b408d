import { describe, expect, it } from "vitest";
import { pollFeeds } from "../../functions/feed-poller/poll-feeds.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { drainAccount } from "../../functions/publisher/drain-account.ts";
import { aBlog } from "../support/a-blog.ts";
import { account, aWorkshop, type Workshop } from "../support/a-workshop.ts";
import { mortalServices } from "../support/mortal-services.ts";

type Moment = "before" | "after";
/** Changes the ledger of the process that dies, to prove that the judge would see it. */
type Spoil = (ledger: Ledger) => Ledger;

const limits = { deadline: new Date("2027-06-01"), patienceInMs: 20_000 };
const wanted = ["First", "Picture", "Third"];

/** A feed with two texts and a picture, polled and published by a process that dies at its call `fatal`. */
async function dieAt(fatal: number, moment: Moment, spoil: Spoil) {
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
  const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, style: "image", backfill: 3 }] });
  const { services } = workshop;
  const mortal = mortalServices({ ...services, ledger: spoil(services.ledger) }, fatal, moment);
  try {
    await pollFeeds(mortal.services);
    await drainAccount(account, mortal.services, limits);
  } catch {
    // Dead. What it threw is seen by nobody.
  }
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
async function sweep(moment: Moment, spoil: Spoil = (ledger) => ledger): Promise<string[]> {
  const { calls } = await dieAt(Number.POSITIVE_INFINITY, moment, spoil);
  expect(calls).toBeGreaterThan(30);
  const broken: string[] = [];
  for (let fatal = 1; fatal <= calls; fatal += 1) {
    const { workshop } = await dieAt(fatal, moment, spoil);
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

describe("a process killed at any of its calls", () => {
  it.each(["before", "after"] as const)(
    "%s it takes effect doubles nothing, loses nothing, and keeps the order",
    async (moment) => {
      expect(await sweep(moment)).toEqual([]);
    },
  );

  it("is seen to double a post when it does not write down that it asks to publish", async () => {
    const broken = await sweep("after", forgetful);
    expect(broken.join("\n")).toMatch(/the sandbox has First,First/);
  });
});
