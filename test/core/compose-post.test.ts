import { describe, expect, it } from "vitest";
import { composePost } from "../../functions/core/compose-post.ts";
import type { Content } from "../../functions/core/content.ts";
import type { Effort, StoredEntry, Style } from "../../functions/core/post.ts";
import { lengthInUtf8Bytes, textLimit, threadsLength } from "../../functions/core/post-text.ts";
import { anEntry } from "../support/an-entry.ts";

const link = "https://blog.example/one";
const picture = { url: "https://blog.example/one.jpg" };

/** The post of an entry that is no chain, after these refusals. */
function composed(
  entry: StoredEntry,
  style: Style,
  without: Effort["without"] = [],
): { content: Content; why?: string } {
  const unusable = without.includes("picture") ? entry.images.map(({ url }) => url) : [];
  const { parts, why } = composePost(entry, { style }, { without, unusable });
  return why.length === 0 ? { content: parts[0] } : { content: parts[0], why: why.join("; ") };
}

describe("an entry as a post with Meta's card", () => {
  it("is its title and summary, and the link is the card", () => {
    expect(composed(anEntry({ title: "One", summary: "A summary", link }), "link")).toEqual({
      content: { kind: "text", text: "One\n\nA summary", linkAttachment: link },
    });
  });

  it.each([
    ["only a title", anEntry({ title: "One", link }), "One"],
    ["only a text", anEntry({ summary: "A note", link }), "A note"],
    ["only a link", anEntry({ link }), link],
  ])("with %s", (_, entry, text) => {
    expect(composed(entry, "link").content).toEqual({ kind: "text", text, linkAttachment: link });
  });

  it("without a link is its text", () => {
    expect(composed(anEntry({ summary: "A note" }), "link").content).toEqual({
      kind: "text",
      text: "A note",
    });
  });

  it("claims no link where there is none", () => {
    const { why } = composePost(anEntry({ title: "One" }), { style: "image" }, { without: [] });
    expect(why).toEqual(["it has no picture, so it is posted as text: it has no link either"]);
  });

  it("does not use the picture: the card shows the page's own", () => {
    expect(composed(anEntry({ title: "One", link, images: [picture] }), "link").content.kind).toBe("text");
  });

  it.each([
    ["says the title again", "A note of mine", "A note of mine", "A note of mine"],
    ["is the title that was cut off", "A note of mi…", "A note of mi", "A note of mi…"],
    [
      "starts with the title",
      "The weather is fine today",
      "The weather is fine today. And tomorrow",
      "The weather is fine today\n\nAnd tomorrow",
    ],
    [
      "goes on after a title that ends like a sentence",
      "The weather is fine today! And tomorrow",
      "The weather is fine today! And tomorrow? We hope so.",
      "The weather is fine today! And tomorrow\n\nWe hope so.",
    ],
    [
      "is a sentence that the title cuts off",
      "I walked down the street today",
      "I walked down the street today and met a friend.",
      "I walked down the street today and met a friend.",
    ],
    [
      "is a Japanese sentence that the title cuts off",
      "今日はとても天気が良いので",
      "今日はとても天気が良いので、散歩に出かけました。",
      "今日はとても天気が良いので、散歩に出かけました。",
    ],
    ["has the title as its first line", "Salt", "Salt\n\nThe text.", "Salt\n\nThe text."],
    ["starts with a short title by chance", "Go", "Go is a language", "Go\n\nGo is a language"],
  ])("says nothing twice where the summary %s", (_, title, summary, text) => {
    expect(composed(anEntry({ title, summary }), "link").content.text).toBe(text);
  });
});

describe("the blog's own name", () => {
  it.each([
    ["A title | A Blog", "A title"],
    ["A title – a blog", "A title"],
    ["A Blog: A title", "A title"],
    ["A Blog » A title", "A title"],
    ["A Blog", "A Blog"],
    ["About A Blog", "About A Blog"],
    ["A Blog-like thing", "A Blog-like thing"],
    ["A title | Another", "A title | Another"],
  ])("is no part of a title: %s", (title, text) => {
    expect(composed({ ...anEntry({ title }), blog: "A Blog" }, "link").content.text).toBe(text);
  });
});

it("a chain does not say the title again that its text has as a heading", () => {
  const entry = anEntry({ title: "Salt", summary: `Salt\n\n${"A sentence. ".repeat(60).trim()}` });
  const { parts } = composePost(entry, { style: "chain" }, { without: [] });
  expect(parts.map(({ text }) => text).join("\n")).toMatch(/^Salt\n\nA sentence\.[^S]*$/);
});

describe("a chain that is shorter than its text leads to the page", () => {
  const entry = anEntry({ title: "Salt", link, summary: "A sentence. ".repeat(500).trim() });
  const end = (language?: string, readOn?: string) =>
    composePost({ ...entry, ...(language ? { language } : {}) }, { style: "chain", readOn }, { without: [] })
      .parts.at(-1)
      ?.text.split("\n\n")
      .at(-2);

  it.each([
    ["en", "Read on:"],
    ["de-AT", "Weiterlesen:"],
    ["fr-CA", "Lire la suite\u00a0:"],
    ["pt", "Continue lendo:"],
    ["pt-PT", "Continuar a ler:"],
    ["zh-TW", "繼續閱讀："],
    ["zh", "继续阅读："],
    ["he", "להמשך קריאה:"],
  ])("in the entry's language, which is %s", (language, words) => {
    expect(end(language)).toBe(`${words} ${link}`);
  });

  it.each([
    ["where its language is not known", undefined],
    ["in Klingon", "tlh"],
  ])("by the link alone %s", (_, language) => {
    expect(end(language)).toBe(link);
  });

  it("in the words of its owner, whatever the language", () => {
    expect(end("de", "Weiter im Blog:")).toBe(`Weiter im Blog: ${link}`);
  });
});

describe("an entry as a post with its picture", () => {
  const entry = anEntry({
    title: "One",
    summary: "A summary",
    link,
    images: [{ ...picture, alt: "A cat" }, { url: "https://blog.example/two.jpg" }],
  });

  it("has the first picture with its description, and the link in the text", () => {
    expect(composed(entry, "image")).toEqual({
      content: {
        kind: "image",
        text: `One\n\nA summary\n\n${link}`,
        imageUrl: picture.url,
        altText: "A cat",
      },
    });
  });

  it("invents no description", () => {
    expect(composed(anEntry({ title: "One", images: [picture] }), "image").content).toEqual({
      kind: "image",
      text: "One",
      imageUrl: picture.url,
    });
  });

  it("has a description of at most 1,000 characters", () => {
    const alt = "😀".repeat(1_500);
    const { content } = composed(anEntry({ title: "One", images: [{ ...picture, alt }] }), "image");
    const altText = content.kind === "image" ? (content.altText ?? "") : "";
    expect([...altText]).toHaveLength(1_000);
    expect(altText.endsWith("😀…")).toBe(true);
  });

  it("passes over a picture that is not on https", () => {
    const images = [{ url: "http://blog.example/one.jpg" }, picture];
    expect(composed(anEntry({ title: "One", images }), "image").content).toMatchObject({
      imageUrl: picture.url,
    });
  });

  it.each(["http://127.0.0.1:8080/1.jpg", "http://localhost/1.jpg", "http://[::1]:8080/1.jpg"])(
    "takes a picture of this machine's sandbox without https: %s",
    (url) => {
      expect(composed(anEntry({ title: "One", images: [{ url }] }), "image").content).toMatchObject({
        imageUrl: url,
      });
    },
  );

  it.each(["http://localhost.example/1.jpg", "http://127.0.0.1.example/1.jpg", "http://10.0.0.1/1.jpg"])(
    "takes no other for one of this machine: %s",
    (url) => {
      const { content } = composed(anEntry({ title: "One", images: [{ url }] }), "image");
      expect(content).toEqual({ kind: "text", text: "One" });
    },
  );

  it.each([
    ["it has none", anEntry({ title: "One", link }), [], "it has no picture, so it is posted with its link"],
    [
      "none is on https",
      anEntry({ title: "One", link, images: [{ url: "http://blog.example/1.jpg" }] }),
      [],
      "its pictures are not on https, so it is posted with its link",
    ],
    [
      "Threads refused it",
      anEntry({ title: "One", link, images: [picture] }),
      ["picture"],
      "Threads refused the picture, so it is posted with its link",
    ],
  ] satisfies [string, ReturnType<typeof anEntry>, Effort["without"], string][])(
    "becomes one with the card where %s, and says so",
    (_, of, without, why) => {
      expect(composed(of, "image", without)).toEqual({
        content: { kind: "text", text: "One", linkAttachment: link },
        why,
      });
    },
  );
});

describe("an entry as a post after a refusal", () => {
  const entry = anEntry({ title: "One", summary: "A summary", link, images: [picture] });

  it("of the card has the link in its text", () => {
    expect(composed(entry, "link", ["card"]).content).toEqual({
      kind: "text",
      text: `One\n\nA summary\n\n${link}`,
    });
  });

  it("of picture and card has the link in its text", () => {
    expect(composed(entry, "image", ["picture", "card"]).content).toEqual({
      kind: "text",
      text: `One\n\nA summary\n\n${link}`,
    });
  });

  it("of its length has at most 500 bytes, the link still whole", () => {
    const long = anEntry({ title: "’".repeat(200), summary: "語".repeat(500), link });
    const { content } = composed(long, "link", ["card", "length"]);
    expect(lengthInUtf8Bytes(content.text)).toBeLessThanOrEqual(500);
    expect(content.text.endsWith(`\n\n${link}`)).toBe(true);
  });

  it("still has its title where the link is long", () => {
    const far = `https://blog.example/${"a".repeat(400)}`;
    const { content } = composed(anEntry({ title: "word ".repeat(100), link: far }), "link", ["card"]);
    expect(content.text).toMatch(/^word .*…\n\nhttps:\/\/blog\.example\/a{400}$/);
  });
});

describe("what once went wrong", () => {
  // Addresses were counted as pages: six places in one page are one page, but six addresses to Meta.
  it.each([
    ["six places in one page", [1, 2, 3, 4, 5, 6].map((place) => `https://a.example/#${place}`).join(" ")],
    ["one page with six sources", [1, 2, 3, 4, 5, 6].map((n) => `https://a.example/?utm_id=${n}`).join(" ")],
    ["a list without blanks", [1, 2, 3, 4, 5, 6].map((n) => `[${n}](https://a.example/${n})`).join("")],
  ])("at most five addresses are left of %s", (_, summary) => {
    const { text } = composed(anEntry({ title: "One", summary, link }), "link").content;
    expect(new Set(text.match(/https?:\/\/[^\s)\]]+/g)).size).toBeLessThanOrEqual(4);
  });

  // Of a list of links the names of those that were taken out stayed: "Shop:", "Music:".
  it("a line that only named an address goes with it", () => {
    const lines = ["Ann", "Bo", "Cy", "Di", "Shop", "Music"].map(
      (name) => `${name}: https://${name}.example`,
    );
    const { text } = composed(
      anEntry({ summary: `${lines.join("\n")}\nThat is all.`, link }),
      "link",
    ).content;
    expect(text.split("\n")).toEqual([...lines.slice(0, 4), "That is all."]);
  });

  // Where an address ends in Japanese is a matter of opinion: by one of them these were six, and were left.
  it("at most five addresses are left where letters follow them without a blank", () => {
    const summary = [..."あいうえおか"].map((letter) => `https://a.example/${letter}`).join(" ");
    const { text } = composed(anEntry({ title: "One", summary, link }), "link").content;
    expect(text.match(/https/g)).toHaveLength(4);
  });

  // The text was the link alone, of up to 8,192 characters: refused, twice, then given up.
  it.each([
    ["link", ["card"]],
    ["image", []],
  ] satisfies ["link" | "image", Effort["without"]][])(
    "a link longer than a post does not make the post too long (%s without %j)",
    (style, without) => {
      const far = `https://blog.example/${"a".repeat(600)}`;
      const { text } = composed(
        anEntry({ title: "One", link: far, images: [picture] }),
        style,
        without,
      ).content;
      expect(threadsLength(text)).toBeLessThanOrEqual(textLimit);
      expect(text).toContain("One");
    },
  );

  // What the cut-off title held was cut from the summary to the letter: "mple.com/page" was left of an address.
  it("a title that is the cut-off beginning of the text does not cut the text", () => {
    const entry = anEntry({
      title: "Look at this wonderful page: https://a.exam…",
      summary: "Look at this wonderful page: https://a.example/page and then rest",
    });
    expect(composed(entry, "link").content.text).toContain("https://a.example/page");
  });

  it("a title that the text starts with by chance does not cut a word of it", () => {
    const entry = anEntry({
      title: "An evening at the thea",
      summary: "An evening at the theatre of dreams",
    });
    expect(composed(entry, "link").content.text).toContain("theatre of dreams");
  });

  // Without words and link, the card's style made a post of nothing, which Threads refuses; the picture was there.
  it("an entry that is only a picture is posted as the picture", () => {
    expect(composed(anEntry({ images: [picture] }), "link").content).toEqual({
      kind: "image",
      text: "",
      imageUrl: picture.url,
    });
  });
});
