import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { codeSpansOf, pages, project, readPage } from "./pages.ts";

const folders = ["bench", "bin", "docs", "functions", "lib", "lint", "sandbox", "test", ".ci", ".github"];
/** What looks like a path of ours: in one of our folders, with stars or braces for several, perhaps with a slash at its end. */
const isOurPath = (span: string) =>
  folders.some((folder) => span.startsWith(`${folder}/`)) && !/\s|…|</.test(span);

const { scripts } = z
  .object({ scripts: z.record(z.string(), z.string()) })
  .parse(JSON.parse(readFileSync(`${project}package.json`, "utf8")));
const scriptsIn = (page: string) =>
  [...readPage(page).matchAll(/\bnpm run (?:--silent )?([a-z][\w:-]*)/g)].map(([, name = ""]) => name);

describe.each(pages)("%s", (page) => {
  it("names no npm script that is not there", () => {
    expect([...new Set(scriptsIn(page))].filter((name) => scripts[name] === undefined)).toEqual([]);
  });

  it("names no file or folder that is not there", () => {
    const paths = codeSpansOf(readPage(page)).filter(isOurPath);
    const missing = paths.filter((path) => globSync(path, { cwd: project }).length === 0);
    expect([...new Set(missing)]).toEqual([]);
  });
});

const sourceFiles = globSync("{bench,bin,functions,lib,sandbox,test}/**/*.{ts,cjs}", { cwd: project });
const words = new Set(
  sourceFiles.flatMap((file) => readFileSync(`${project}${file}`, "utf8").match(/[A-Za-z_$][\w$]*/g) ?? []),
);

describe.each(["CONTRIBUTING.md", "docs/architecture.md", "docs/security.md"])("%s", (page) => {
  it("names nothing in code that the code does not have", () => {
    const names = codeSpansOf(readPage(page)).flatMap(
      (span) => /^([A-Za-z_]\w*)(?:\(\))?$/.exec(span)?.[1] ?? [],
    );
    expect(names.length).toBeGreaterThan(3);
    expect([...new Set(names)].filter((name) => !words.has(name))).toEqual([]);
  });
});

describe("the README", () => {
  it("says of every code of an error what it means and what to do", () => {
    const errors = readFileSync(`${project}functions/core/errors.ts`, "utf8");
    const codes = [...errors.matchAll(/^ {2}([A-Z_]+): "/gm)].map(([, code = ""]) => code);
    expect(codes.length).toBeGreaterThan(5);
    const rows = readPage("README.md").match(/^\| `[A-Z_`, ]+` \|.+\|$/gm) ?? [];
    const told = rows.flatMap((row) => row.split("|")[1]?.match(/[A-Z_]+/g) ?? []);
    expect(codes.filter((code) => !told.includes(code))).toEqual([]);
    expect(told.filter((code) => !words.has(code))).toEqual([]);
  });

  it("names the scripts that it is about", () => {
    expect(scriptsIn("README.md").length).toBeGreaterThan(5);
  });
});
