import { expect, it } from "vitest";
import type { FeedAnswer } from "../../functions/ports/feed-source.ts";
import { aPoller } from "../support/a-poller.ts";

const url = "https://blog.example/feed.xml";

function anAnswer(text: string, finalUrl = url) {
  let released = 0;
  const answer: FeedAnswer = {
    kind: "body",
    bytes: new TextEncoder().encode(text),
    finalUrl,
    validators: {},
    release: () => void released++,
  };
  return { answer, released: () => released };
}

it("a feed that found no room beside other large ones is no failing feed: it is looked at again", async () => {
  const feed = anAnswer("<rss><channel><item><guid>a</guid></item></channel></rss>");
  const answers: FeedAnswer[] = [{ kind: "crowded" }, feed.answer];
  const { poll, clock, events } = aPoller([url], async () => answers.shift() ?? feed.answer);
  const { counts, feeds, troubled } = await poll();
  expect(counts).toEqual({ busy: 1 });
  expect(feeds[0]).toMatchObject({ outcome: "busy", words: expect.stringMatching(/next run/) });
  expect(troubled).toEqual([]);
  clock.advance({ minutes: 5 });
  expect((await poll()).counts).toEqual({ read: 1 });
  expect(events).toEqual([]);
});

it.each([
  ["a feed that is read", "<rss><channel><item><guid>a</guid></item></channel></rss>"],
  ["what is no feed", "<nothing/>"],
  ["a feed that is cut off", "<rss><channel><item><guid>a</guid></item><item>"],
])("%s gives its place in memory back once", async (_what, text) => {
  const { answer, released } = anAnswer(text);
  await aPoller([url], async () => answer).poll();
  expect(released()).toBe(1);
});

it("a feed that is as it was gives its place back as well", async () => {
  const { answer, released } = anAnswer("<rss><channel><item><guid>a</guid></item></channel></rss>");
  const { poll, clock } = aPoller([url], async () => answer);
  await poll();
  clock.advance({ minutes: 5 });
  expect((await poll()).counts).toEqual({ unchanged: 1 });
  expect(released()).toBe(2);
});

it.each([
  ["a feed", "<rss><channel><item><guid>a</guid></item></channel></rss>"],
  ["no feed", "<nothing/>"],
])(
  "a page gives its place back before the feed that it names is fetched, and so does that one: %s",
  async (_what, named) => {
    const page = anAnswer('<!DOCTYPE html><link rel="alternate" type="application/rss+xml" href="/rss">');
    const feed = anAnswer(named, "https://blog.example/rss");
    const releasedBefore: number[] = [];
    const { poll } = aPoller([url], async (address) => {
      if (address === url) return page.answer;
      releasedBefore.push(page.released());
      return feed.answer;
    });
    await poll();
    expect(releasedBefore).toEqual([1]);
    expect([page.released(), feed.released()]).toEqual([1, 1]);
  },
);
