import { writeSync } from "node:fs";
import { type Answer, answerOf } from "./damaged-feeds.ts";
import { type FuzzNews, fuzzTaskSchema } from "./fuzz-news.ts";
import { limits } from "./limits.ts";
import { type Reading, readings } from "./readings.ts";

/** Is out when it returns: whoever kills this process knows at which answer it hung. */
function tell(news: FuzzNews): void {
  writeSync(1, `${JSON.stringify(news)}\n`);
}

const { reading, seed, from, to } = fuzzTaskSchema.parse(JSON.parse(process.argv[2] ?? ""));
const read: Reading = readings[reading];

function millisecondsFor(answer: Answer, number: number): number {
  const startedAt = performance.now();
  read(answer, number);
  return performance.now() - startedAt;
}

for (let number = from; number < to; number++) {
  const answer = answerOf(seed, number);
  tell({ begun: number });
  let milliseconds = 0;
  try {
    milliseconds = millisecondsFor(answer, number);
    // A busy machine may have set the process aside: what is slow is slow again.
    for (let again = 0; again < 2 && milliseconds > limits.milliseconds; again++)
      milliseconds = Math.min(milliseconds, millisecondsFor(answer, number));
  } catch (error) {
    tell({ fault: `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
  }
  tell({ read: number, milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 });
}
