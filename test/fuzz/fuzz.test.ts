import { describe, expect, it } from "vitest";
import { answerOf } from "./damaged-feeds.ts";
import { expandedAnswers } from "./expanding-answers.ts";
import { badNumber, type ReadingName } from "./readings.ts";
import { runFuzz } from "./run-fuzz.ts";

it("1,500 damaged feeds give clean entries and posts or fail with FEED_MALFORMED, in time and within 256 MB", async () => {
  const { tried, findings } = await runFuzz({ seed: 1, count: 1_500 });
  expect(findings).toEqual([]);
  expect(tried).toBe(1_500);
}, 60_000);

it("small answers that unpack to 10 MB of texts are read, kept and composed within a Lambda's 512 MB", async () => {
  const { tried, findings } = await runFuzz({
    seed: 1,
    count: expandedAnswers.length,
    reading: "expanding",
    limits: { milliseconds: 30_000, megabytes: 512 },
    hangsAfterMs: 60_000,
  });
  expect(findings).toEqual([]);
  expect(tried).toBe(expandedAnswers.length);
}, 240_000);

it("the same seed and number make the same feed, and another number another", () => {
  expect(answerOf(3, 14)).toEqual(answerOf(3, 14));
  expect(answerOf(3, 14)).not.toEqual(answerOf(3, 15));
});

describe("a reader that", () => {
  it.each<[string, ReadingName, RegExp]>([
    ["throws what is no FeedloomError", "throwing", /^throws TypeError: cannot read/],
    ["never ends", "hanging", /^hangs/],
    ["takes more than a second", "slow", /^is slow/],
    ["takes more memory than it may, off the heap", "greedy", /^is greedy/],
    ["fills the heap", "boundless", /^brings the process down/],
  ])(
    "%s is found out at the very feed, and the others are read all the same",
    async (_what, reading, words) => {
      const { findings, tried } = await runFuzz({ seed: 1, count: 10, reading, hangsAfterMs: 15_000 });
      expect(findings).toEqual([{ number: badNumber, words: expect.stringMatching(words) }]);
      expect(tried).toBe(10);
    },
    60_000,
  );
});
