import { input, password, select } from "@inquirer/prompts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { Secret } from "../../functions/core/secret.ts";

export type Check = (answer: string) => string | undefined;

/** Asks the person at the terminal. What is secret is not shown while it is typed. */
export interface Questions {
  choose<Choice extends string>(
    question: string,
    choices: { value: Choice; name: string }[],
  ): Promise<Choice>;
  /** @param check - what is wrong with an answer, which is then asked for again; undefined when nothing is. */
  text(question: string, check?: Check): Promise<string>;
  secret(question: string, check?: Check): Promise<Secret>;
  /** Says something between two questions, as it is: a question would break a long link into lines. */
  say(text: string): void;
}

/**
 * @param missing - what a run without a terminal has to be given instead, for its error.
 * @throws FeedloomError `CONFIG_MISSING` from every question, where there is nobody to ask; or the person pressed Ctrl-C.
 */
export function questions(isTerminal: boolean, missing: string, signal: AbortSignal): Questions {
  const ask = async <Answer>(question: () => Promise<Answer>): Promise<Answer> => {
    if (!isTerminal) throw new FeedloomError("CONFIG_MISSING", missing);
    try {
      return await question();
    } catch (cause) {
      throw new FeedloomError(
        "CONFIG_MISSING",
        "stopped before everything was answered; nothing is connected, and nothing was posted",
        { cause },
      );
    }
  };
  const context = { signal };
  return {
    choose: (message, choices) => ask(() => select({ message, choices }, context)),
    text: (message, check) =>
      ask(() => input({ message, required: true, validate: asValidation(check) }, context)).then(trimmed),
    secret: (message, check) =>
      ask(() => password({ message, mask: "•", validate: asValidation(check) }, context)).then(
        (text) => new Secret(trimmed(text)),
      ),
    say: (text) => void process.stdout.write(`${text}\n`),
  };
}

const trimmed = (text: string) => text.trim();

function asValidation(check: Check = () => undefined) {
  return (answer: string) => check(answer.trim()) ?? true;
}
