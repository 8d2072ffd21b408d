import { readFileSync, writeFileSync } from "node:fs";
import { type Counts, countsSchema } from "./count-calls.ts";

const file = new URL("../calls.json", import.meta.url);

/** The counts as they were committed; a test counts again and compares. */
export function storedCounts(): Counts {
  return countsSchema.parse(JSON.parse(readFileSync(file, "utf8")));
}

export function storeCounts(counts: Counts): void {
  writeFileSync(file, `${JSON.stringify(counts, null, 2)}\n`);
}
