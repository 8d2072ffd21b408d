import { writeSync } from "node:fs";
import { type Answer, answerOf } from "./damaged-feeds.ts";
import { type FuzzNews, fuzzTaskSchema } from "./fuzz-news.ts";
import { type Reading, readings } from "./readings.ts";

/** Is out when it returns: whoever kills this process knows at which answer it hung. */
function tell(news: FuzzNews): void {
  writeSync(1, `${JSON.stringify(news)}\n`);
}

const { reading, seed, from, to, limits } = fuzzTaskSchema.parse(JSON.parse(process.argv[2] ?? ""));
const read: Reading = readings[reading];

/** Of the processor, not of the clock: a busy machine sets the process aside. */
function millisecondsFor(answer: Answer, number: number): number {
  const before = process.threadCpuUsage();
  read(answer, number);
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1_000;
}

for (let number = from; number < to; number++) {
  const answer = answerOf(seed, number);
  tell({ begun: number });
  let milliseconds = 0;
  try {
    milliseconds = millisecondsFor(answer, number);
    // A garbage collection may have fallen into it: what is slow is slow again.
    for (let again = 0; again < 2 && milliseconds > limits.milliseconds; again++)
      milliseconds = Math.min(milliseconds, millisecondsFor(answer, number));
  } catch (error) {
    tell({ fault: `throws ${error instanceof Error ? (error.stack ?? error.message) : String(error)}` });
  }
  tell({ read: number, milliseconds, megabytes: process.resourceUsage().maxRSS / 1024 });
}
