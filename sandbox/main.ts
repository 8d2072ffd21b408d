import { readCommandOptions } from "./command-options.ts";
import { describeFault } from "./describe-fault.ts";
import { describeSettings } from "./settings.ts";
import { startSandbox } from "./start-sandbox.ts";

/** Runs a sandbox on its own, for a client that is written or tried by hand. */
const {
  port,
  state: stateFile,
  person: names,
  redirect: redirectUris = [],
  fault: plans = [],
  set: behaviour = {},
} = readCommandOptions(process.argv);
const say = (line: string) => console.log(line);

try {
  const sandbox = await startSandbox({
    ...(port === undefined ? {} : { port }),
    ...(stateFile === undefined ? {} : { stateFile }),
    ...(names === undefined ? {} : { people: names.map((username) => ({ username })) }),
    redirectUris,
    behaviour,
  });
  for (const plan of plans) sandbox.faults.plan(plan);
  say("A sandbox that plays Threads. Nothing that is posted to it becomes public.\n");
  say(`Graph API    ${sandbox.graphUrl}`);
  say(`Authorize    ${sandbox.authorizeUrl}`);
  say(`App          ${sandbox.app.clientId}, secret ${sandbox.app.clientSecret}`);
  for (const username of sandbox.people()) {
    const { accessToken } = sandbox.generateToken(username);
    say(`\nProfile      ${sandbox.profileUrl(username)}`);
    say(`Token        ${accessToken}`);
  }
  if (plans.length > 0) say("");
  for (const upcoming of sandbox.faults.upcoming()) say(`Planned      ${describeFault(upcoming)}`);
  for (const words of describeSettings(sandbox.behaviour)) say(`Set          ${words}`);
  say("\nCtrl-C stops it.");
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      void sandbox.close().then(() => process.exit(0));
    });
} catch (error) {
  const isTaken = error instanceof Error && "code" in error && error.code === "EADDRINUSE";
  const why = error instanceof Error ? error.message : String(error);
  console.error(
    `error: the sandbox did not start: ${isTaken ? `port ${port} is taken; name another with --port` : why}`,
  );
  process.exit(1);
}
