import { FeedloomError } from "../functions/core/errors.ts";
import { systemClock } from "../functions/runtime/system-clock.ts";
import { commandLine } from "./local/command-line.ts";
import { errorLine, terminal } from "./local/terminal.ts";

const out = terminal(process.stdout);
const stop = new AbortController();
let stops = 0;
for (const signal of ["SIGINT", "SIGTERM"] as const) {
  process.on(signal, () => {
    stops += 1;
    stop.abort();
    // Whoever presses twice means now. Nothing is lost: what is written down is taken up again.
    if (stops > 1) process.exit(130);
  });
}
// Whoever reads our lines may leave early (`| head`): then there is nobody to tell, and the work goes on to its end.
process.stdout.on("error", (error) => {
  if (!("code" in error) || error.code !== "EPIPE") throw error;
});

const surroundings = {
  environment: process.env,
  out,
  clock: systemClock,
  zone: "system",
  signal: stop.signal,
  exitCode: 0,
};
try {
  await commandLine(process.argv, surroundings);
} catch (error) {
  surroundings.exitCode = 1;
  out.idle();
  if (error instanceof FeedloomError) console.error(errorLine(error.message));
  else if (process.argv.includes("--verbose")) throw error;
  else
    console.error(
      errorLine(`an unexpected fault (${String(error)}); run again with --verbose and report what it prints`),
    );
}
// Connections that are kept for a next call would hold the process for seconds.
process.exit(surroundings.exitCode);
