import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { composePost } from "../../functions/core/compose-post.ts";
import { defuseMentions } from "../../functions/core/defuse-mentions.ts";
import { anEntry } from "../support/an-entry.ts";

/** Whom Threads might call: a name right behind an `@` that no letter of a mail address stands before. */
const mentions = (text: string) =>
  text
    .replace(/https?:\/\/[\w./?=@:&-]+/g, " ")
    .match(/(?<![a-zà-ÿ0-9])(?<![a-zà-ÿ0-9][_+-])[@＠][a-z0-9._]+/giu) ?? [];

describe("an entry's text", () => {
  it.each([
    "Thanks to @ann.b!",
    "(@ann)",
    "@ann",
    "“@ann” said",
    "@_ann_ and @bo",
    "@ann@mastodon.example",
    ".@ann says",
    "-@ann",
    "日本語@ann",
    "Привет@ann",
    "と＠ann",
    "(https://blog.example/)@ann",
    "<https://blog.example/>@ann",
    "“https://blog.example/”、@ann",
    "詳細はhttps://blog.example/こちら@ann",
    "https://blog.example/。＠ann",
  ])("calls nobody: %s", (text) => {
    expect(mentions(text)).not.toEqual([]);
    expect(mentions(defuseMentions(text))).toEqual([]);
    expect(defuseMentions(text).replaceAll("\u2060", "")).toBe(text);
  });

  it.each([
    "ann@blog.example",
    "https://mastodon.example/@ann",
    "see http://a.example/@ann/1?to=@bo.",
    "5 @ 3",
    "an @ sign",
    "jörg_@blog.example",
    "@日本",
  ])("stays as it is: %s", (text) => {
    expect(defuseMentions(text)).toBe(text);
  });

  it("calls nobody, whatever it says", () => {
    const piece = fc.constantFrom(
      "@",
      "ann",
      " ",
      ".",
      "é",
      "@bo",
      "https://a.example/@c ",
      "\n",
      "_",
      "-",
      "x@y",
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        expect(mentions(defuseMentions(pieces.join("")))).toEqual([]);
      }),
    );
  });

  it("calls nobody in a post, neither by title, summary nor author; a person's own words do", () => {
    const entry = anEntry({ title: "Hi @ann", summary: "and @bo", authors: ["@cy"] });
    const template = (fields: Record<"title" | "summary" | "author", string>) =>
      `${fields.title} ${fields.summary} ${fields.author}`;
    const textOf = (isOwnWords: boolean) =>
      composePost(entry, { style: "link", template, isOwnWords }, { without: [] }).parts[0].text;
    expect(mentions(textOf(false))).toEqual([]);
    expect(mentions(textOf(true))).toEqual(["@ann", "@bo", "@cy"]);
  });
});
