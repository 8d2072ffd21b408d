import { FeedloomError } from "../functions/core/errors.ts";
import { readOptions } from "./local/options.ts";
import { run } from "./local/run.ts";
import { errorLine, terminal } from "./local/terminal.ts";

const options = readOptions(process.argv);
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

let exitCode = 1;
try {
  exitCode = await run(options, process.env, out, stop.signal);
} catch (error) {
  out.idle();
  if (error instanceof FeedloomError) out.say(errorLine(error.message));
  else if (options.verbose) throw error;
  else
    out.say(
      errorLine(`an unexpected fault (${String(error)}); run again with --verbose and report what it prints`),
    );
}
// Connections that are kept for a next call would hold the process for seconds.
process.exit(exitCode);
