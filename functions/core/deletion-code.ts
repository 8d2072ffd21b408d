import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import { sameText } from "./connect-state.ts";
import type { Secret } from "./secret.ts";
import type { SignedRequest } from "./signed-request.ts";

/**
 * The confirmation code of a deletion: the day, a short mark of the request, and our signature over both.
 *
 * No record is kept of a deletion, since a list of who asked to be forgotten would be the one thing not forgotten. The
 * code is given only after everything is gone, so a genuine code is itself the proof that it is. Made anew for the same
 * request on the same day it is the same. It is good as long as the app's secret is.
 *
 * @returns letters and digits only, as Meta asks of a confirmation code.
 */
export function makeDeletionCode(clientSecret: Secret, request: SignedRequest, now: Date): string {
  const day = now.toISOString().slice(0, 10).replaceAll("-", "");
  // 32 bits under a key tell requests apart; a great many people share each value, so that it leads back to none.
  const mark = keyed(clientSecret, `mark ${request.userId} ${request.issuedAt.getTime()}`).slice(0, 8);
  return `${day}${mark}${keyed(clientSecret, `code ${day}${mark}`).slice(0, 32)}`;
}

/** @returns the day of the deletion in UTC, such as `2026-11-24`; undefined for a code that we did not give. */
export function readDeletionCode(clientSecret: Secret, code: string): string | undefined {
  const [, year, month, dayOfMonth, mark, signature] =
    /^(\d{4})(\d\d)(\d\d)([0-9a-f]{8})([0-9a-f]{32})$/.exec(code) ?? [];
  if (signature === undefined) return undefined;
  const genuine = keyed(clientSecret, `code ${year}${month}${dayOfMonth}${mark}`).slice(0, 32);
  return sameText(genuine, signature) ? `${year}-${month}-${dayOfMonth}` : undefined;
}

/** A key of its own for this one use: nothing else that the app secret signs can serve as a code. */
function keyed(clientSecret: Secret, text: string): string {
  const secret = utf8ToBytes(clientSecret.reveal());
  const key = hkdf(sha256, secret, undefined, utf8ToBytes("feedloom deletion code v1"), 32);
  return bytesToHex(hmac(sha256, key, utf8ToBytes(text)));
}
