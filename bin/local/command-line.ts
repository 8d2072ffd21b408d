import { Command } from "commander";
import { withoutSecretShapes } from "../../functions/adapters/http/threads-secrets.ts";
import { ownerWords } from "../../functions/core/owner-word.ts";
import type { Clock } from "../../functions/ports/clock.ts";
import { optionValues, refuseSwallowed } from "./option-values.ts";
import { type Options, withStartOptions } from "./options.ts";
import { ownerCommand } from "./owner-command.ts";
import { previewCommand } from "./preview/preview-command.ts";
import { refuseSecrets } from "./refuse-secrets.ts";
import { run } from "./run.ts";
import { statusCommand } from "./status/status-command.ts";
import type { Terminal } from "./terminal.ts";

/** What a command has around it. */
export interface Surroundings {
  environment: NodeJS.ProcessEnv;
  out: Terminal;
  clock: Clock;
  /** The time zone that times are shown in, such as "Europe/Berlin"; "system" for the machine's. */
  zone: string;
  /** Aborted by Ctrl-C. */
  signal: AbortSignal;
  /** What the process ends with. */
  exitCode: number;
}

/**
 * Does what the command line says: without a command, what `npm start` does. `--help` and mistakes print and end the
 * process, as commander does.
 *
 * @param argv - with the two of Node itself before those of the person.
 */
export async function commandLine(argv: string[], surroundings: Surroundings): Promise<void> {
  const start = program(surroundings);
  const commands = start.commands.map((command) => command.name());
  refuseSecrets(argv.slice(2), surroundings.environment);
  refuseSwallowed(argv.slice(2), surroundings.environment, commands);
  await start.parseAsync(argv);
}

function program(surroundings: Surroundings): Command {
  const values = optionValues(surroundings.environment);
  const start = withStartOptions(new Command("npm start --"), values)
    .description(
      "Puts a blog's entries on Threads: on a sandbox that plays Threads on this machine, where nothing becomes public, or with --live for real. Without a command it starts, and keeps running.\n\nThe feeds are those of --feed, else of the configuration that FEEDLOOM_CONFIG names, else a demo blog's; with --live, feedloom.config.ts stands in the demo's place.",
    )
    .usage("[options] | <command> [options]")
    .helpOption("--help", "show this; `npm start -- <command> --help` shows a command's options")
    .helpCommand(false)
    .addHelpText(
      "after",
      `
Examples:
  npm start
  npm start -- --feed https://blog.example/feed.xml --backfill 3
  npm start -- --feed ./feed.xml --once
  npm start -- --live --feed https://blog.example/feed.xml
  npm start -- release all
  npm run status`,
    )
    // Words alone: a flag that is off by default need not say so.
    .configureHelp({ optionDescription: ({ description }) => description })
    .allowExcessArguments()
    // A token pasted into the wrong place is not repeated.
    .configureOutput({ outputError: (text, write) => write(withoutSecretShapes(text)) })
    .showHelpAfterError("(npm start -- --help shows what there is)")
    // An option behind a command's name is that command's.
    .enablePositionalOptions()
    .action(async (options: Options) => {
      const [stranger] = start.args;
      const known = start.commands.map((command) => command.name()).join(", ");
      if (stranger !== undefined)
        start.error(
          `error: there is no command "${withoutSecretShapes(stranger)}"; there are ${known}, and the options`,
        );
      if (options.token && !options.live) start.error("error: --token goes with --live");
      if (options.acceptUser && !options.live) start.error("error: --accept-user goes with --live");
      surroundings.exitCode = await run(options, surroundings);
    });
  // A further command stands here, made as these are.
  const commands = [
    statusCommand(values, surroundings),
    previewCommand(values, surroundings),
    ...ownerWords.map((word) => ownerCommand(word, values, surroundings)),
  ];
  for (const command of commands)
    start.addCommand(command.copyInheritedSettings(start).allowExcessArguments(false));
  return start;
}
