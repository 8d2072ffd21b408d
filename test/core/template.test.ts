import { describe, expect, it } from "vitest";
import { composePost } from "../../functions/core/compose-post.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { type PostFields, sampleFields } from "../../functions/core/post-fields.ts";
import { threadsLength } from "../../functions/core/post-text.ts";
import { readTemplate, type Template } from "../../functions/core/template.ts";
import { anEntry } from "../support/an-entry.ts";

const url = "https://blog.example/feed.xml";
const link = "https://blog.example/one";
const refused = { without: [] };
const routeWith = (route: object) =>
  readConfiguration({ accounts: ["a"], feeds: [{ url, ...route }] }).routes[0]!;

function read(written: string | Template): Template {
  const found = readTemplate(written);
  if ("why" in found) throw new Error(found.why);
  return found.template;
}
const textOf = (template: string | Template, entry: Parameters<typeof composePost>[0], style = "link") =>
  composePost(entry, { style: style === "image" ? "image" : "link", template: read(template) }, refused)
    .parts[0].text;

describe("a template in the configuration", () => {
  it.each([
    [
      "fields",
      "{title} by {author}, {date}: {link}",
      "A title by Ann Author, 2026-11-24: https://blog.example/a-title",
    ],
    ["lines", "{title}\n\n{tags}", "A title\n\n#weather #NewYork"],
    ["a condition", "{% if author != '' %}{author}: {% endif %}{title}", "Ann Author: A title"],
    ["a filter", "{title | upcase}", "A TITLE"],
    ["an end, between words", "{title | append: ' of 👨‍👩‍👧‍👦 and more' | truncate: 14}", "A title of…"],
    ["a part, of whole characters", "{title | prepend: '👨‍👩‍👧‍👦e\u0301' | slice: 0, 3}", "👨‍👩‍👧‍👦e\u0301A"],
    ["a part from behind", "{title | slice: -3, 2}", "tl"],
    ["a date as one writes it", '{date | date: "%-d %B %Y"}', "24 November 2026"],
  ])("may have %s", (_, written, text) => {
    expect(routeWith({ template: written }).template?.(sampleFields)).toBe(text);
  });

  it("never shows an author's address of mail", () => {
    const entry = anEntry({ title: "One", authors: ["ida@mail.example", "Ola"] });
    expect(textOf("{title} by {author}", entry)).toBe("One by Ola");
    expect(textOf("{title}{author}", anEntry({ title: "One", authors: ["ida@mail.example"] }))).toBe("One");
  });

  it("may be a function of the fields", () => {
    const template = ({ title, blog }: PostFields) => `${blog}: ${title}`;
    expect(routeWith({ template }).template?.(sampleFields)).toBe("A blog: A title");
  });

  it.each([
    [
      "{titel}",
      'must not name "titel", which is no field; there are title, summary, author, link, tags, date, blog',
    ],
    [
      "{% if author %}{autor}{% endif %}",
      'must not name "autor", which is no field; there are title, summary, author, link, tags, date, blog',
    ],
    ["{title | shout}", "must be a Liquid template; undefined filter: shout, line:1, col:1"],
    ["{title", 'must be a Liquid template; output "{title" not closed, line:1, col:1'],
  ])("refuses %s and names the field", (template, why) => {
    expect(() => routeWith({ template })).toThrow(
      expect.objectContaining({
        code: "CONFIG_INVALID",
        message: `feedloom.config.ts: feeds[0].template ${why}; it is ${JSON.stringify(template)}`,
      }),
    );
  });

  it("includes no files", () => {
    expect(readTemplate("{% include 'package.json' %}")).toHaveProperty("why");
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("no such thing");
      },
      'failed with "no such thing"',
    ],
    ["gives no text", () => JSON.parse("7"), "it gave number"],
    ["is no function", 7, 'must be a Liquid template such as "{title} {link}", or a function of the fields'],
  ])("refuses a function that %s", (_, template, why) => {
    expect(() => routeWith({ template })).toThrow(
      expect.objectContaining({ code: "CONFIG_INVALID", message: expect.stringContaining(why) }),
    );
  });
});

describe("a post by a template", () => {
  const long = "word ".repeat(200).trim();

  it("has what the template says, in its order", () => {
    const entry = anEntry({
      title: "One",
      summary: "A summary",
      link,
      authors: ["Ann", "Bo"],
      tags: ["new york"],
    });
    expect(textOf("{author}: {title}\n{summary}\n{tags}", entry)).toBe("Ann, Bo: One\nA summary\n#NewYork");
  });

  it("has no gaps where fields are empty", () => {
    expect(textOf("{title}\n\n{summary}\n\n{tags}\n\n{blog}", anEntry({ title: "One", link }))).toBe("One");
  });

  it("shortens the summary first, and keeps everything else", () => {
    const text = textOf(
      "{title} | {summary} | {link} | the end",
      anEntry({ title: "One", summary: long, link }),
    );
    expect(text).toMatch(/^One \| word .*… \| https:\/\/blog\.example\/one \| the end$/);
    expect(threadsLength(text)).toBeGreaterThan(480);
    expect(threadsLength(text)).toBeLessThanOrEqual(500);
  });

  it("then the title, and never the link", () => {
    const text = textOf(
      "{title}\n\n{summary}\n\n{link}",
      anEntry({ title: long, summary: "A summary", link }),
    );
    expect(text).toMatch(/^word .*…\n\nhttps:\/\/blog\.example\/one$/);
  });

  it("has the link in the text where a picture takes the card's place, also when the template forgot it", () => {
    const entry = anEntry({ title: "One", link, images: [{ url: "https://blog.example/1.jpg" }] });
    expect(textOf("{title}!", entry, "image")).toBe(`One!\n\n${link}`);
    expect(textOf("{link} {title}", entry, "image")).toBe(`${link} One`);
  });

  it("does not take another address that begins like the link for the link", () => {
    const entry = anEntry({
      title: `See ${link}-two`,
      link,
      images: [{ url: "https://blog.example/1.jpg" }],
    });
    expect(textOf("{title}", entry, "image")).toBe(`See ${link}-two\n\n${link}`);
  });

  it("is cut where the template itself is too long, the link still whole, and says so", () => {
    const entry = anEntry({ title: "One", link });
    const { parts, why } = composePost(entry, { style: "link", template: () => `${long} ${link}` }, refused);
    expect(threadsLength(parts[0].text)).toBeLessThanOrEqual(500);
    expect(parts[0].text.endsWith(`\n\n${link}`)).toBe(true);
    expect(why).toEqual(["what the template says besides the entry's own words is too long, so it is cut"]);
  });

  it("is posted without the template where that fails on it, and says so", () => {
    const template = ({ author }: PostFields) => {
      if (author === "") throw new Error("whose?");
      return author;
    };
    expect(composePost(anEntry({ title: "One" }), { style: "link", template }, refused)).toEqual({
      parts: [{ kind: "text", text: "One" }],
      why: ['the template failed with "whose?", so it is posted without'],
    });
  });

  it("does not say a note twice whose title is its beginning", () => {
    const entry = anEntry({
      title: "An evening at the theatre…",
      summary: "An evening at the theatre of dreams",
    });
    expect(textOf("{title}\n\n{summary}", entry)).toBe("An evening at the theatre of dreams");
    expect(textOf("{title}", entry)).toBe("An evening at the theatre…");
  });
});

it("a function that cuts an emoji in half leaves no half of it", () => {
  const text = textOf(({ title }) => title.slice(1), anEntry({ title: "😀 One" }));
  expect(text).toBe("One");
});
