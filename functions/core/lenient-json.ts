import { FeedloomError } from "./errors.ts";

/** About 250 for each of the 2,000 items that are read at most. */
const mostValues = 500_000;

/**
 * JSON as those write it who put it together by hand.
 *
 * @param where - how to name the document in an error.
 * @throws FeedloomError `FEED_MALFORMED` - no JSON, or larger than any feed.
 */
export function lenientJson(text: string, where: string): unknown {
  if (hasMoreValues(text, mostValues)) {
    throw new FeedloomError(
      "FEED_MALFORMED",
      `${where} has more than ${mostValues} values: that is no feed; check what the address serves`,
    );
  }
  try {
    return JSON.parse(text);
  } catch {
    try {
      // Line breaks and other control characters inside of strings are what hand-made templates get wrong.
      return JSON.parse(text.replace(/[\u0000-\u001f]/g, " "));
    } catch (cause) {
      throw new FeedloomError(
        "FEED_MALFORMED",
        `${where} begins like JSON but is not valid or is cut off; look at it in a JSON validator`,
        { cause },
      );
    }
  }
}

/** Counts before they are made: ten million brackets become two hundred million bytes. */
function hasMoreValues(text: string, most: number): boolean {
  const mark = /["[{,]/g;
  let values = 0;
  for (let found = mark.exec(text); found !== null; found = mark.exec(text)) {
    if (found[0] === '"') mark.lastIndex = endOfString(text, mark.lastIndex);
    else if (++values > most) return true;
  }
  return false;
}

/** Behind the quote that closes a string; one after an odd number of backslashes is part of it. */
function endOfString(text: string, from: number): number {
  for (let at = text.indexOf('"', from); at >= 0; at = text.indexOf('"', at + 1)) {
    let backslashes = 0;
    while (text[at - 1 - backslashes] === "\\") backslashes++;
    if (backslashes % 2 === 0) return at + 1;
  }
  return text.length;
}
