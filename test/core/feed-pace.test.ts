import { expect, it } from "vitest";
import { parseFeed } from "../../functions/core/parse-feed.ts";

function paceOf(channel: string, namespaces = "") {
  const bytes = new TextEncoder().encode(
    `<rss version="2.0" ${namespaces}><channel><title>A blog</title>${channel}<item><guid>1</guid></item></channel></rss>`,
  );
  return parseFeed({ bytes, url: "https://blog.example/feed" }).pace;
}
const sy = 'xmlns:sy="http://purl.org/rss/1.0/modules/syndication/"';
const every = (period: string, frequency: string) =>
  paceOf(
    `<sy:updatePeriod>${period}</sy:updatePeriod><sy:updateFrequency>${frequency}</sy:updateFrequency>`,
    sy,
  );

it.each<[string, string, object | undefined]>([
  ["nothing", "", undefined],
  ["a ttl", "<ttl>45</ttl>", { minutes: 45 }],
  ["a ttl of nothing", "<ttl>0</ttl>", undefined],
  ["a ttl in words", "<ttl>often</ttl>", undefined],
  ["a ttl below nothing", "<ttl>-5</ttl>", undefined],
  [
    "hours",
    "<skipHours><hour>23</hour><hour>0</hour><hour>23</hour><hour>24</hour></skipHours>",
    { skipHours: [0, 23] },
  ],
  ["hours that there are not", "<skipHours><hour>25</hour><hour>x</hour><hour/></skipHours>", undefined],
  [
    "days",
    "<skipDays><day>Sunday</day><day> saturday </day><day>Never</day></skipDays>",
    { skipDays: [0, 6] },
  ],
])("a channel that says %s has that pace", (_, channel, pace) => {
  expect(paceOf(channel)).toEqual(pace);
});

it.each([
  ["daily", "1", { minutes: 1440 }],
  ["daily", "48", { minutes: 30 }],
  ["hourly", "2", { minutes: 30 }],
  [" Weekly ", "", { minutes: 10_080 }],
  ["hourly", "0", undefined],
  ["now and then", "1", undefined],
])("of sy:updatePeriod %s and frequency %s come minutes", (period, frequency, pace) => {
  expect(every(period, frequency)).toEqual(pace);
});

it("hourly and once, which WordPress writes into every feed, says nothing", () => {
  expect(every("hourly", "1")).toBeUndefined();
});

it("the longer of ttl and updatePeriod counts", () => {
  expect(paceOf("<ttl>10</ttl><sy:updatePeriod>daily</sy:updatePeriod>", sy)).toEqual({ minutes: 1440 });
});
