import { globSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

export const project = fileURLToPath(new URL("../../", import.meta.url));

/** What people read before and while they use Feedloom; paths from the project's folder. */
export const pages = [
  "README.md",
  "CONTRIBUTING.md",
  "CHANGELOG.md",
  ...globSync("docs/*.md", { cwd: project }),
];

export function readPage(path: string): string {
  return readFileSync(`${project}${path}`, "utf8");
}

/** Without fenced code, in which nothing is Markdown. */
function proseOf(markdown: string): string {
  return markdown.replace(/^( *)(```+|~~~+)[^\n]*\n[\s\S]*?^\1\2 *$/gm, "");
}

/** Where a page's links and pictures lead, as they are written. */
export function linksOf(markdown: string): string[] {
  const withoutCode = proseOf(markdown).replace(/`[^`\n]*`/g, "");
  const inline = [...withoutCode.matchAll(/\]\(\s*<?([^\s<>()]+(?:\([^\s()]*\))?)>?(?:\s+"[^"]*")?\s*\)/g)];
  const named = [...withoutCode.matchAll(/^ {0,3}\[[^\]]+\]:\s*<?([^\s<>]+)>?/gm)];
  const html = [...withoutCode.matchAll(/<(?:img|a|source)\b[^>]*?\b(?:src|href|srcset)="([^"]+)"/g)];
  return [...inline, ...named, ...html].flatMap(([, target]) => (target === undefined ? [] : [target]));
}

/**
 * The anchors of a page's headings, as GitHub makes them: lower case, without punctuation, blanks as hyphens; a second
 * heading of the same words is counted.
 */
export function anchorsOf(markdown: string): Set<string> {
  const anchors = new Set<string>();
  for (const [, , heading = ""] of proseOf(markdown).matchAll(/^(#{1,6}) +(.+?)(?: +#+)? *$/gm)) {
    const words = heading.replace(/\[([^\]]*)\]\([^)]*\)/g, "$1").toLowerCase();
    const slug = words.replace(/[^\p{L}\p{N}\p{M}_ -]/gu, "").replaceAll(" ", "-");
    let anchor = slug;
    for (let count = 1; anchors.has(anchor); count += 1) anchor = `${slug}-${count}`;
    anchors.add(anchor);
  }
  for (const [, anchor = ""] of markdown.matchAll(/<a (?:id|name)="([^"]+)"/g)) anchors.add(anchor);
  return anchors;
}

/** What stands in backticks within a page's prose. */
export function codeSpansOf(markdown: string): string[] {
  return [...proseOf(markdown).matchAll(/(?<!`)(`+)(?!`)([\s\S]*?[^`])\1(?!`)/g)].map(([, , code = ""]) =>
    code.replaceAll("\n", " ").trim(),
  );
}
