export type Utf32 = "utf-32le" | "utf-32be";

/** Told by its byte order mark, or by the three zeros around the `<` or `{` that every feed begins with. */
export function utf32Of(bytes: Uint8Array): Utf32 | undefined {
  if (bytes.length < 4) return undefined;
  const [first, second, third, fourth] = bytes;
  if (first === 0xff && second === 0xfe && third === 0 && fourth === 0) return "utf-32le";
  if (first === 0 && second === 0 && third === 0xfe && fourth === 0xff) return "utf-32be";
  if (isAscii(first) && second === 0 && third === 0 && fourth === 0) return "utf-32le";
  if (first === 0 && second === 0 && third === 0 && isAscii(fourth)) return "utf-32be";
  return undefined;
}

function isAscii(byte: number | undefined): boolean {
  return byte !== undefined && byte > 0 && byte < 0x80;
}

const replacement = 0xfffd;
/** What fits into one call of a function: engines allow about 65,000 arguments. */
const atOnce = 8_192;

/** The platform's decoder knows every encoding of the web, and UTF-32 is none of them. What is no character becomes U+FFFD. */
export function decodeUtf32(bytes: Uint8Array, encoding: Utf32): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const pieces: string[] = [];
  let codes: number[] = [];
  for (let at = 0; at + 4 <= bytes.length; at += 4) {
    const code = view.getUint32(at, encoding === "utf-32le");
    codes.push(code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff) ? replacement : code);
    if (codes.length === atOnce) {
      pieces.push(String.fromCodePoint(...codes));
      codes = [];
    }
  }
  pieces.push(String.fromCodePoint(...codes));
  return pieces.join("");
}
