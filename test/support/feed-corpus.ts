import { readdirSync, readFileSync } from "node:fs";

/** A feed of the collection in `test/core/feeds`. */
export interface CorpusFeed {
  /** Its folder and its file's name: a sentence that says what it is there to show. */
  sentence: string;
  file: string;
  bytes: Uint8Array;
}

const folder = new URL("../core/feeds/", import.meta.url);
const beside = ".expected.json";

export function feedCorpus(): CorpusFeed[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((file) => /\.\w+$/.test(file) && !file.endsWith(beside))
    .toSorted()
    .map((file) => ({
      sentence: file
        .replace(/\.\w+$/, "")
        .replaceAll("-", " ")
        .replace("/", ": "),
      file,
      bytes: readFileSync(new URL(file, folder)),
    }));
}

/** What stands beside it in `<name>.expected.json`: the feed as read, or the error. */
export function expectedOf({ file }: CorpusFeed): unknown {
  return JSON.parse(readFileSync(new URL(file + beside, folder), "utf8"));
}
