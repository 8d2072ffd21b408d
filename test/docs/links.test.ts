import { existsSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { describe, expect, it } from "vitest";
import { anchorsOf, linksOf, pages, project, readPage } from "./pages.ts";

const isElsewhere = (target: string) => /^(https?|mailto):/i.test(target);

describe.each(pages)("%s", (page) => {
  const text = readPage(page);

  it("leads to files and headings that are there", () => {
    const dead = linksOf(text)
      .filter((target) => !isElsewhere(target))
      .filter((target) => {
        const [path = "", anchor] = target.split("#");
        const file = path === "" ? page : normalize(join(dirname(page), decodeURIComponent(path)));
        // A path that leaves the project leads nowhere for who reads it on the web.
        if (file.startsWith("..") || !existsSync(join(project, file))) return true;
        if (anchor === undefined) return false;
        return !file.endsWith(".md") || !anchorsOf(readPage(file)).has(decodeURIComponent(anchor));
      });
    expect(dead).toEqual([]);
  });

  it("leads to no page of the web that is not encrypted, and to no other machine's files", () => {
    const bad = linksOf(text).filter((target) => /^(http:|file:|\/)/i.test(target));
    expect(bad).toEqual([]);
  });
});

describe("reading Markdown", () => {
  it("finds links, pictures and named links, and none in code", () => {
    const text = [
      'A [link](one.md), a ![picture](docs/two.svg "title"), a [third][3], `[no](code.md)`.',
      "```sh\n[no](fence.md)\n```",
      "[3]: three.md",
      '<img src="four.png">',
    ].join("\n");
    expect(linksOf(text)).toEqual(["one.md", "docs/two.svg", "three.md", "four.png"]);
  });

  it("makes anchors as GitHub does", () => {
    const text = "# Who may touch what?\n## `npm start`, by hand\n## Über uns\n## Über uns\n```\n# no\n```\n";
    expect([...anchorsOf(text)]).toEqual([
      "who-may-touch-what",
      "npm-start-by-hand",
      "über-uns",
      "über-uns-1",
    ]);
  });
});
