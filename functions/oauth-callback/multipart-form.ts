/**
 * The fields of a `multipart/form-data` body, as far as short texts are concerned. The platform's own reader takes only the
 * bodies that its own writer makes: it refuses a boundary of fewer than 27 letters, which any other client may choose.
 *
 * @param body - one letter for each byte.
 * @returns undefined for what is no such form, or was cut off; a file has no value.
 * @see https://www.rfc-editor.org/rfc/rfc7578
 */
export function readMultipartForm(
  body: string,
  contentType: string,
): [string, string | undefined][] | undefined {
  const [, quoted, plain] = /;\s{0,9}boundary=(?:"([^"]{1,70})"|([^\s;,"]{1,70}))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return undefined;
  const lines = `\n${body.replaceAll("\r\n", "\n")}`;
  const [, ...parts] = lines.split(`\n--${boundary}`);
  // Behind the last boundary stand two more hyphens, and then whatever likes to.
  const end = parts.findIndex((part) => part.startsWith("--"));
  if (end === -1) return undefined;
  return parts.slice(0, end).map(readPart);
}

function readPart(part: string): [string, string | undefined] {
  const blank = part.indexOf("\n\n");
  const head = part.slice(0, blank);
  const [, quoted, plain] = /[;\s]name=(?:"([^"\n]{0,200})"|([^\s;"]{1,200}))/i.exec(head) ?? [];
  const isText = blank !== -1 && !/[;\s]filename\*?=/i.test(head);
  return [quoted ?? plain ?? "", isText ? part.slice(blank + 2) : undefined];
}
