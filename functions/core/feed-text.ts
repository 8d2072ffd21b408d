import { decodeUtf32, utf32Of } from "./utf32.ts";

/**
 * A feed's bytes as text, whatever its server and its prolog claim.
 *
 * In this order, because each is wrong more often than the one before: byte order mark; the zero bytes of
 * UTF-16 and UTF-32; bytes that can hardly be anything but UTF-8 (servers add `charset=ISO-8859-1` to everything, prologs
 * are copied from templates); the charset of the answer; the encoding of the prolog. What claims to be UTF-8
 * and is not stays UTF-8 with gaps when most of it decodes, else it is windows-1252.
 *
 * Never fails: at worst some characters are replaced.
 */
export function feedText(bytes: Uint8Array, contentType?: string): string {
  const utf32 = utf32Of(bytes);
  const text =
    utf32 === undefined ? decode(bytes, encodingOf(bytes, contentType)) : decodeUtf32(bytes, utf32);
  return text.replace(/^\uFEFF+/, "");
}

function encodingOf(bytes: Uint8Array, contentType: string | undefined): string {
  const certain = byteOrderMark(bytes) ?? wideByZeros(bytes);
  if (certain !== undefined) return certain;

  const charsets = [charsetOf(contentType), prologEncoding(bytes)]
    .map(knownEncoding)
    // A text that reads as ASCII is no UTF-16, whatever it says of itself.
    .filter((encoding) => encoding !== undefined && !encoding.startsWith("utf-16"));
  const [declared] = charsets;

  if (isUtf8(bytes)) {
    if (declared === undefined || declared === "utf-8") return "utf-8";
    return hasMultiByte(bytes, isDoubleByte(declared) ? 3 : 1) ? "utf-8" : declared;
  }
  // The bytes refute whoever says UTF-8: the other one's word counts.
  const other = charsets.find((encoding) => encoding !== "utf-8");
  if (other !== undefined) return other;
  return isMostlyUtf8(bytes) ? "utf-8" : "windows-1252";
}

function byteOrderMark(bytes: Uint8Array): string | undefined {
  if (bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf) return "utf-8";
  if (bytes[0] === 0xfe && bytes[1] === 0xff) return "utf-16be";
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return "utf-16le";
  return undefined;
}

/** The beginning of any feed is ASCII, so in UTF-16 every other byte of it is zero. */
function wideByZeros(bytes: Uint8Array): string | undefined {
  const head = bytes.subarray(0, 64);
  const zerosAt = [0, 0];
  for (const [index, byte] of head.entries()) {
    if (byte === 0) zerosAt[index % 2] = (zerosAt[index % 2] ?? 0) + 1;
  }
  const [even = 0, odd = 0] = zerosAt;
  if (even + odd < head.length / 4) return undefined;
  return even > odd ? "utf-16be" : "utf-16le";
}

function charsetOf(contentType: string | undefined): string | undefined {
  return /charset\s*=\s*["']?([^\s"';,]{1,40})/i.exec(contentType?.slice(0, 500) ?? "")?.[1];
}

function prologEncoding(bytes: Uint8Array): string | undefined {
  // A prolog is ASCII in every encoding that gets this far; 1,024 bytes leave room for a warning before it.
  const head = String.fromCharCode(...bytes.subarray(0, 1024));
  return /<\?xml[^>]{0,200}?encoding\s{0,9}=\s{0,9}["']([\w.:-]{1,40})["']/i.exec(head)?.[1];
}

/** The name under which the platform knows a label; nothing for one that it does not know. */
function knownEncoding(label: string | undefined): string | undefined {
  if (label === undefined) return undefined;
  try {
    return new TextDecoder(label.trim()).encoding;
  } catch {
    return undefined;
  }
}

function decode(bytes: Uint8Array, encoding: string): string {
  return new TextDecoder(encoding).decode(bytes);
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return true;
  } catch {
    return false;
  }
}

/** Of double-byte text one or two characters can look like UTF-8 by chance; of Latin text none does. */
function isDoubleByte(encoding: string | undefined): boolean {
  return encoding !== undefined && /^(gb|big5|euc-|shift_jis|iso-2022)/.test(encoding);
}

function hasMultiByte(bytes: Uint8Array, atLeast: number): boolean {
  let count = 0;
  for (const byte of bytes) {
    if (byte >= 0xc0 && ++count >= atLeast) return true;
  }
  return false;
}

function isMostlyUtf8(bytes: Uint8Array): boolean {
  let lost = 0;
  let kept = 0;
  for (const character of decode(bytes, "utf-8")) {
    if (character === "\uFFFD") lost++;
    else if (character > "\u007f") kept++;
  }
  return kept > lost;
}
