/**
 * Whether a text that Threads lists is the one that was sent. It may come back in another form of Unicode, with other
 * blanks, without characters that nobody sees (a word joiner behind an `@`), and with addresses shown as links are: without
 * their protocol, or cut with an ellipsis.
 */
export function isSameText(sent: string, listed: string): boolean {
  const [ours, theirs] = [wordsOf(sent), wordsOf(listed)];
  return ours.length === theirs.length && ours.every((word, index) => isSameWord(word, theirs[index] ?? ""));
}

function wordsOf(text: string): string[] {
  return text
    .normalize("NFC")
    .replace(/\p{Default_Ignorable_Code_Point}/gu, "")
    .split(/\s+/u)
    .filter((word) => word !== "");
}

function isSameWord(sent: string, listed: string): boolean {
  if (sent === listed) return true;
  const address = bare(sent);
  if (address === sent) return false;
  const shown = bare(listed);
  const beginning = shown.replace(/(?:…|\.{3})$/u, "");
  return shown === address || (beginning !== shown && beginning.length >= 8 && address.startsWith(beginning));
}

function bare(word: string): string {
  return word.replace(/https?:\/\/(?:www\.)?/iu, "");
}
