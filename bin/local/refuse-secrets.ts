import { FeedloomError } from "../../functions/core/errors.ts";

/** What people call a secret, as an option: `--token`, `--access-token`, `--app-secret`, `--password`. */
const secretName = /^(?:[a-z]+[-_])*(?:token|secret|password)$/i;

/**
 * No option takes a secret: whatever stands on a command line is shown by `ps` to everybody on the machine, repeated by npm
 * as it starts, and kept in npm's log and in the shell's history.
 *
 * @param args - what was typed, without Node's own two.
 * @throws FeedloomError `CONFIG_INVALID` - without the value.
 */
export function refuseSecrets(args: readonly string[], environment: NodeJS.ProcessEnv): void {
  const typed = args.flatMap((arg, index) => {
    const [, name = "", value = args[index + 1]] = /^--?([\w-]+)(?:=(.*))?$/s.exec(arg) ?? [];
    return secretName.test(name) && isValue(value) ? [`--${name}`] : [];
  });
  // Options that npm took for its own.
  const kept = Object.entries(environment).flatMap(([variable, value]) => {
    const [, name = ""] = /^npm_config_([a-z_]+)$/.exec(variable) ?? [];
    return ours.includes(name) && isValue(value) && value !== "true"
      ? [`--${name.replaceAll("_", "-")}`]
      : [];
  });
  const [option] = [...typed, ...kept];
  if (option === undefined) return;
  throw new FeedloomError(
    "CONFIG_INVALID",
    `${option} takes no value: a secret on a command line can be read by others, and stays in npm's log and the shell's history. Take this one for known and make a new one; then give it when it is asked for, on standard input with --token alone, or in the environment (THREADS_TOKEN, THREADS_APP_SECRET)`,
  );
}

/** As npm writes them; others are settings of npm's own, such as a registry's. */
const ours = ["token", "access_token", "app_secret", "client_secret"];

function isValue(text: string | undefined): boolean {
  return text !== undefined && text !== "" && !text.startsWith("-");
}
