import { createHash } from "node:crypto";

/**
 * Ids, codes and tokens, each made from a counter: the same run gives the same values.
 *
 * Users, containers and media have separate spaces, told apart by their first digits,
 * so a container's id handed in as a media id is never found by accident.
 */
const prefixes = { user: "245", container: "179", media: "180" } as const;

const room = 10n ** 14n;
// Odd and not a multiple of 5, hence coprime with 10^14: distinct counters give distinct digits.
const stride = 38_204_719_663_591n;

/** 17 decimal digits, as Threads' ids have. */
export function decimalId(space: keyof typeof prefixes, counter: number): string {
  const digits = (BigInt(counter) * stride) % room;
  return `${prefixes[space]}${digits.toString().padStart(14, "0")}`;
}

/**
 * A user id that `Number()` damages: above 2^54 doubles are 4 apart, so an odd one never survives.
 * Meta sends it as a bare number at the code exchange (fbsamples/threads_api#9).
 */
export function userId(counter: number): string {
  const half = (BigInt(counter) * stride) % (room / 2n);
  return `${prefixes.user}${(half * 2n + 1n).toString().padStart(14, "0")}`;
}

function noise(label: string, counter: number, length: number): string {
  let text = "";
  for (let part = 0; text.length < length; part += 1)
    text += createHash("sha512")
      .update(`${label}/${counter}/${part}`)
      .digest("base64url")
      .replaceAll(/[-_]/g, "");
  return text.slice(0, length);
}

export const accessToken = (counter: number): string => `THAA${noise("token", counter, 176)}`;
export const authorizationCode = (counter: number): string => `AQ${noise("code", counter, 190)}`;
export const traceId = (counter: number): string => `A${noise("trace", counter, 22)}`;

/** What `client_credentials` gives: `TH|<app id>|<opaque>`. */
export function appToken(clientId: string, clientSecret: string): string {
  const opaque = createHash("sha256").update(`${clientId}/${clientSecret}`).digest("base64url");
  return `TH|${clientId}|${opaque.slice(0, 27)}`;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** The short code in a post's address is its id in base 64. */
export function shortcode(mediaId: string): string {
  let code = "";
  for (let rest = BigInt(mediaId); rest > 0n; rest /= 64n) code = alphabet.charAt(Number(rest % 64n)) + code;
  return code;
}
