import { describe, expect, it } from "vitest";
import { composePost } from "../../functions/core/compose-post.ts";
import type { StoredEntry, Style } from "../../functions/core/post.ts";
import { aBlog } from "../support/a-blog.ts";
import { aPost } from "../support/a-post.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

const further = ["one", "two", "three", "four"].map((name) => `https://${name}.example/`);

/** One post in line with four addresses besides its own, on a Threads that takes `linkLimit` in all. */
async function published(
  linkLimit: number,
  linkLimitAnswer: "message" | "code",
  summary = further.join(" and "),
  more: { style?: Style; entry?: Partial<StoredEntry>; bareLinks?: "ignore" | "count" } = {},
) {
  const blog = await aBlog();
  const behaviour = { linkLimit, linkLimitAnswer, bareLinks: more.bareLinks ?? ("ignore" as const) };
  const workshop = await aWorkshop({ feeds: [blog.feedUrl], sandbox: { behaviour } });
  const entry = {
    title: "A title",
    summary,
    link: `${blog.url}/a`,
    authors: [],
    tags: [],
    images: [],
    ...more.entry,
  };
  const post = aPost({ account, feed: blog.feedUrl, style: more.style ?? "text", entry });
  await workshop.services.ledger.addPost(post);
  for (let look = 0; look < 12; look += 1) await workshop.publish();
  const life = (await workshop.services.ledger.readPost(account, post.id))?.life;
  return { life, texts: workshop.sandbox.record.posts.map(({ text }) => text), link: entry.link };
}

it("five links are posted as they are", async () => {
  const { texts, link } = await published(5, "message");
  expect(texts).toHaveLength(1);
  for (const address of [...further, link]) expect(texts[0]).toContain(address);
});

it.each(["message", "code"] as const)(
  "where Threads takes fewer than its documentation says, only the entry's own link stays (%s)",
  async (answer) => {
    const { life, texts, link } = await published(4, answer);
    expect(life).toMatchObject({ state: "published", without: ["links"] });
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(link);
    expect(texts[0]).not.toContain("one.example");
  },
);

const styles: Style[] = ["link", "text", "chain", "image"];
const sites = ["one.example.com", "two.example.org", "three.example/page", "Four.example", "five.example"];
const paragraph = (at: number) =>
  `Paragraph ${at} ${"of some words ".repeat(25)} ${further.map((address) => `${address}${at}`).join(" ")} ${sites.join(" and ")}.`;
const summary = `Some words. ${further.join(" ")} and ${sites.join(" and ")}.`;
const body = [1, 2, 3, 4].map(paragraph).join("\n\n");

describe.each([4, 3, 1])("where Threads takes %i links", (linkLimit) => {
  describe.each(["ignore", "count"] as const)("and names of sites without a scheme are: %sd", (bareLinks) => {
    it.each(styles)(
      "a post of style %s goes out, each part of a chain too, and says what was left out",
      async (style) => {
        const entry = { body, title: "News from Six.example" };
        const { life, texts } = await published(linkLimit, "message", summary, { style, entry, bareLinks });
        expect(life).toMatchObject({ state: "published", without: expect.arrayContaining(["links"]) });
        expect(texts.length).toBeGreaterThan(style === "chain" ? 2 : 0);
        expect(texts.join("\n")).toContain("News from Six");
      },
    );
  });
});

it("a chain's later part that is refused alone goes out with fewer links", async () => {
  const entry = { body: `${"Words and words. ".repeat(45)}\n\n${paragraph(2)}` };
  const { life, texts } = await published(4, "code", undefined, {
    style: "chain",
    entry,
    bareLinks: "count",
  });
  expect(life).toMatchObject({ state: "published", without: ["links"] });
  expect(texts.length).toBeGreaterThan(1);
});

it("title and link alone go out where what a template says is refused as well", () => {
  const entry = {
    title: "A title",
    summary: "Text",
    link: "https://blog.example/a",
    authors: [],
    tags: [],
    images: [],
  };
  const template = () => "A template";
  const { parts, why } = composePost(entry, { style: "chain", template }, { without: ["links", "text"] });
  expect(parts).toMatchObject([{ text: "A title", linkAttachment: entry.link }]);
  expect(why.join()).toContain("title and link alone");
});

it("fails with Meta's name for it where not even that is taken", async () => {
  const { life, texts } = await published(0, "message", "No further address.");
  expect(life).toMatchObject({
    state: "failed",
    words: expect.stringContaining("THREADS_API__LINK_LIMIT_EXCEEDED"),
  });
  expect(texts).toEqual([]);
});
