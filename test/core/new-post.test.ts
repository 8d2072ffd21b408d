import { describe, expect, it } from "vitest";
import { postId } from "../../functions/core/entry-key.ts";
import type { Decision } from "../../functions/core/new-entries.ts";
import { newPost } from "../../functions/core/new-post.ts";
import { postSchema } from "../../functions/core/post.ts";
import { lengthInUtf8Bytes } from "../../functions/core/post-text.ts";
import { anEntry } from "../support/an-entry.ts";

const now = new Date("2026-11-20T12:00:00Z");
const feed = "https://blog.example/feed.xml";
const post: Decision = { verdict: "post" };

function made(entry = anEntry({ title: "One" }), decision = post) {
  return newPost(
    {
      entry,
      key: "id-1",
      otherMarks: [],
      accountMarks: [],
      orderKey: "2026-11-20T11:00:00.000Z#000001",
      decision,
    },
    feed,
    "bronzfronz",
    now,
  );
}

it("a summary that was cut from the text is read from the text", () => {
  const whole =
    "The ferry that nobody had seen for eleven years came back this morning. The gulls came, too.";
  const summary = `${whole.slice(0, 60)} […]`;
  expect(made(anEntry({ summary, contentHtml: `<p>${whole}</p>` })).entry.summary).toBe(whole);
  expect(
    made(anEntry({ summary: "Another summary, which ends so […]", contentHtml: whole })).entry.summary,
  ).toBe("Another summary, which ends so…");
});

describe("an entry's post to an account", () => {
  it("begins as a first version with all that composing needs", () => {
    const publishedAt = new Date("2026-11-20T11:00:00Z");
    const entry = anEntry({
      id: "1",
      title: "One",
      link: "https://blog.example/one",
      summary: "A summary",
      publishedAt,
      authors: ["Ann"],
      tags: ["weather"],
      images: [{ url: "https://blog.example/1.jpg", alt: "A cat", mediaType: "image/jpeg" }],
      language: "en",
    });
    expect(made(entry)).toEqual({
      id: postId(feed, "id-1", "bronzfronz"),
      account: "bronzfronz",
      feed,
      entryKey: "id-1",
      entry: {
        title: "One",
        link: "https://blog.example/one",
        summary: "A summary",
        publishedAt,
        authors: ["Ann"],
        tags: ["weather"],
        images: [{ url: "https://blog.example/1.jpg", alt: "A cat" }],
        language: "en",
      },
      orderKey: "2026-11-20T11:00:00.000Z#000001",
      seenAt: now,
      life: { state: "pending", effort: { containers: 0, refusals: 0, without: [] } },
      version: 1,
    });
  });

  it.each([
    ["in line where it is to be posted", post, { state: "pending" }],
    [
      "skipped, with the reason, where it was there before",
      { verdict: "skip", reason: "backfill", words: "before our time" },
      { state: "skipped", reason: "backfill", words: "before our time", at: now },
    ],
    [
      "held, to begin afresh when released, where it came in a flood",
      { verdict: "hold", reason: "flood", words: "too many" },
      {
        state: "held",
        reason: "flood",
        words: "too many",
        at: now,
        resumeAs: { state: "pending", effort: { containers: 0, refusals: 0, without: [] } },
      },
    ],
  ] satisfies [string, Decision, object][])("is %s", (_, decision, life) => {
    expect(made(anEntry({ title: "One" }), decision).life).toMatchObject(life);
  });

  it("leads to its sound where it has no page", () => {
    const sound = { url: "https://pod.example/1.mp3", mediaType: "audio/mpeg" };
    const film = { url: "https://pod.example/1.mp4", mediaType: "video/mp4" };
    expect(made(anEntry({ enclosures: [film, sound] })).entry.link).toBe(sound.url);
    expect(made(anEntry({ link: "https://pod.example/1", enclosures: [sound] })).entry.link).toBe(
      "https://pod.example/1",
    );
    expect(made(anEntry({ enclosures: [film] })).entry.link).toBeUndefined();
  });

  it("takes the text of the HTML where there is no summary", () => {
    expect(made(anEntry({ contentHtml: "<p>One</p><p>Two</p>" })).entry.summary).toBe("One\n\nTwo");
    expect(made(anEntry({ summary: "Short", contentHtml: "<p>Long</p>" })).entry.summary).toBe("Short");
  });

  it("has no summary where the HTML says nothing", () => {
    expect(made(anEntry({ contentHtml: "<p><br></p>" })).entry).toEqual({
      authors: [],
      tags: [],
      images: [],
    });
  });

  it.each([4_999, 5_000, 5_001, 100_000])("keeps at most 5,000 of a text of %i", (length) => {
    const { title, summary } = made(
      anEntry({ title: "a".repeat(length), summary: "b".repeat(length) }),
    ).entry;
    expect([title?.length, summary?.length]).toEqual([Math.min(length, 5_000), Math.min(length, 5_000)]);
  });

  it("keeps at most 20 authors, tags and pictures, the first ones", () => {
    const names = Array.from({ length: 50 }, (_, index) => String(index));
    const images = names.map((name) => ({ url: `https://blog.example/${name}.jpg` }));
    const { entry } = made(anEntry({ authors: names, tags: names, images }));
    expect([entry.authors, entry.tags]).toEqual([names.slice(0, 20), names.slice(0, 20)]);
    expect(entry.images).toEqual(images.slice(0, 20));
  });

  it.each([4_998, 4_999, 5_000])(
    "keeps no half of a surrogate pair, with an emoji behind %i letters",
    (length) => {
      const text = `${"a".repeat(length)}😀${"b".repeat(100)}`;
      const { entry } = made(
        anEntry({ title: text, summary: text, images: [{ url: "https://a.example", alt: text }] }),
      );
      for (const kept of [entry.title, entry.summary, entry.images[0]?.alt]) {
        expect(kept?.isWellFormed()).toBe(true);
        expect(kept?.length).toBeLessThanOrEqual(5_000);
      }
    },
  );

  it("comes back from a store as it was", () => {
    const first = made(anEntry({ title: "One 😀", publishedAt: now, summary: "a".repeat(9_000) }));
    expect(postSchema.parse(JSON.parse(JSON.stringify(postSchema.encode(first))))).toEqual(first);
  });
});

describe("what once went wrong", () => {
  // A half pair became U+FFFD, the mark of broken text.
  it("a text that is cut in an emoji ends before it", () => {
    const { title } = made(anEntry({ title: `${"a".repeat(4_999)}😀` })).entry;
    expect(title).toBe("a".repeat(4_999));
  });

  // 20 pictures, their descriptions 5,000 letters each and their addresses as long as feeds may have them: 527 KB.
  it("the largest entry stays below the 400 KB that DynamoDB allows", () => {
    const images = Array.from({ length: 50 }, (_, index) => ({
      url: `https://blog.example/${index}/`.padEnd(8_192, "a"),
      alt: "語".repeat(9_000),
    }));
    const names = Array.from({ length: 100 }, () => "語".repeat(200));
    const text = "語".repeat(9_000);
    const link = "https://blog.example/".padEnd(8_192, "a");
    const largest = made(anEntry({ title: text, summary: text, link, images, authors: names, tags: names }));
    expect(lengthInUtf8Bytes(JSON.stringify(largest))).toBeLessThan(380_000);
  });
});
