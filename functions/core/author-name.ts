/** No address is longer. @see https://www.rfc-editor.org/rfc/rfc5321#section-4.5.3.1 */
const address = String.raw`[^\s()<>@]{1,200}@[^\s()<>@]{1,200}`;

const nothingElse = new RegExp(`^${address}$`);

/** Whether somebody is known by an address of mail alone: that is for writing to them, not for showing around. */
export function isMailAddress(author: string): boolean {
  return nothingElse.test(author);
}

/** How an address and a name stand beside each other: `a@b (Ann)`, `Ann (a@b)`, `Ann <a@b>`, `a@b - Ann`. */
const pairs = [
  new RegExp(`^${address}\\s{0,9}\\((.{1,200})\\)$`),
  new RegExp(`^(.{1,200}?)\\s{0,9}[(<]\\s{0,9}(?:mailto:)?${address}\\s{0,9}[)>]$`),
  new RegExp(`^${address}\\s{1,9}-\\s{1,9}(.{1,200})$`),
];

/** The name of a person that is written together with an address of mail; what holds no name stays as it is. */
export function authorName(written: string): string {
  const line = written.slice(0, 1_000);
  for (const pair of pairs) {
    const name = pair
      .exec(line)?.[1]
      ?.trim()
      .replace(/^"(.*)"$/, "$1");
    if (name) return name;
  }
  return written;
}
