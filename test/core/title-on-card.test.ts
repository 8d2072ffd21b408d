import { describe, expect, it } from "vitest";
import { composePost } from "../../functions/core/compose-post.ts";
import type { Effort, StoredEntry, Style } from "../../functions/core/post.ts";
import { anEntry } from "../support/an-entry.ts";

const title = "The ferry is back";
const summary = "After eleven years the white ferries cross the harbour again, every twenty minutes.";
const link = "https://blog.example/ferry";
const ferry = anEntry({ title, summary, link });

function textOf(entry: StoredEntry, style: Style = "link", without: Effort["without"] = []): string {
  return composePost(entry, { style }, { without }).parts[0].text;
}

describe("the card below has the title, so a text begins with its summary", () => {
  it.each([
    ["where that is a sentence", summary],
    ["where that is one in quotation marks", `“${summary}”`],
    ["in Japanese", "昨夜、十一年ぶりに白い渡し船が港に戻ってきた。これから二十分ごとに行き来する。"],
    ["in Arabic", "منذ ثلاثين سنة يفتح أبو سليم صناديقه كل صباح عند الجسر القديم."],
  ])("%s", (_, text) => {
    expect(textOf({ ...ferry, summary: text })).toBe(text);
  });

  it("and its hashtags follow", () => {
    const wanted = { style: "link", hashtags: 1 } as const;
    const { parts } = composePost({ ...ferry, tags: ["Harbour"] }, wanted, { without: [] });
    expect(parts[0].text).toBe(`${summary}\n\n#Harbour`);
  });
});

describe("a text begins with its title", () => {
  it.each([
    ["where there is no summary", ""],
    ["where the summary is a label", "Comments"],
    ["where it is a word with a full stop", "Comments."],
    ["where it is cut off", "After eleven years the white ferries cross the harbour again and again…"],
    ["where it is no sentence", "Ferries, harbours, timetables, lighthouses and whatever else there was"],
    ["where it begins within a sentence", "which came as a surprise to all who had not read the timetable."],
    [
      "where it goes on with the title",
      "It crosses the harbour every twenty minutes from today, till midnight.",
    ],
    [
      "where it asks what the title means",
      "Really? After eleven years the white ferries cross the harbour again.",
    ],
    ["where it begins with a heading", `Timetable\n\n${summary}`],
    ["where it ends in a list", `${summary}\n\n• from six\n• to midnight`],
    ["where it has links of its own", `${summary} See https://ferries.example/times for the times.`],
  ])("%s", (_, text) => {
    expect(textOf({ ...ferry, summary: text })).toMatch(new RegExp(`^${title}`));
  });

  it("that asks something", () => {
    expect(textOf({ ...ferry, title: "Where is the ferry?" })).toMatch(/^Where/);
  });

  it.each([
    ["is a file", "https://blog.example/ferry.mp3"],
    ["is the blog's front page", "https://blog.example/?utm_source=threads"],
    ["is a place within a page", "https://blog.example/2026#ferry"],
  ])("where its link %s, whose card says something else", (_, other) => {
    expect(textOf({ ...ferry, link: other })).toMatch(new RegExp(`^${title}`));
  });

  it("where there is no link", () => {
    expect(textOf(anEntry({ title, summary }))).toBe(`${title}\n\n${summary}`);
  });

  it.each(["text", "chain"] as const)("in the style %s", (style) => {
    expect(textOf(ferry, style)).toMatch(new RegExp(`^${title}`));
  });

  it("again when Threads refuses the card", () => {
    expect(textOf(ferry, "link", ["card"])).toBe(`${title}\n\n${summary}\n\n${link}`);
  });

  it("where a template says so", () => {
    const wanted = {
      style: "link",
      template: ({ title: t, summary: s }: { title: string; summary: string }) => `${t}: ${s}`,
    } as const;
    expect(composePost(ferry, wanted, { without: [] }).parts[0].text).toBe(`${title}: ${summary}`);
  });

  it("where a person wrote it", () => {
    const wanted = { style: "link", isOwnWords: true } as const;
    expect(composePost(ferry, wanted, { without: [] }).parts[0].text).toMatch(new RegExp(`^${title}`));
  });
});
