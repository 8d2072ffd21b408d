import { everyAddress } from "./post-text.ts";

/** Shows nothing, breaks no line, and is no letter of a username. */
const wordJoiner = "\u2060";

/**
 * Web addresses may hold an `@` that is part of them: they are passed over up to where they end for every other question,
 * too. So are mail addresses, which have a
 * Latin letter, a digit or `_+-` before it: `.@ann` is a mention, and so, for all we know, is `日本語@ann`.
 */
const everyAddressOrMention = new RegExp(
  `${everyAddress.source}|${/(?<!(?:[\p{sc=Latin}\p{N}]|[\p{sc=Latin}\p{N}][_+-]))[@＠](?=[a-z0-9._])/u.source}`,
  "giu",
);

/**
 * A text that calls nobody: behind each `@` that Threads would read as a mention stands an invisible word joiner.
 *
 * A name in a title is about somebody and is no wish to notify them; whoever happens to have that username on Threads is
 * hardly the one. The text looks as before, unlike with a blank; a zero-width space would let the line break there. The
 * full-width `＠` of Japanese keyboards is treated alike: whether Threads takes it for the other is not known.
 */
export function defuseMentions(text: string): string {
  return text.replace(everyAddressOrMention, (found) =>
    /^[@＠]$/u.test(found) ? `${found}${wordJoiner}` : found,
  );
}
