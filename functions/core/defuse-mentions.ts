/** Shows nothing, breaks no line, and is no letter of a username. */
const wordJoiner = "\u2060";

/** Web addresses may hold an `@` that is part of them: they are passed over whole. */
const everyAddressOrMention = /https?:\/\/\S+|(?<![\p{L}\p{N}._%+-])@(?=[a-z0-9._])/giu;

/**
 * A text that calls nobody: behind each `@` that Threads would read as a mention stands an invisible word joiner.
 *
 * A name in a title is about somebody and is no wish to notify them; whoever happens to have that username on Threads is
 * hardly the one. The text looks as before, unlike with a full-width `＠` or a blank; a zero-width space would let the
 * line break there. Mail addresses have a letter before their `@` and stay as they are.
 */
export function defuseMentions(text: string): string {
  return text.replace(everyAddressOrMention, (found) => (found === "@" ? `@${wordJoiner}` : found));
}
