import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import { sameText } from "./connect-state.ts";
import type { Secret } from "./secret.ts";

/** Meta's own are some 200 characters; what is longer is not read at all. A choice of ours. */
export const signedRequestLimit = 4096;

/** What Meta told us under the app's secret; what acts on a person's behalf takes only this. */
export interface SignedRequest {
  /** The person's id as the app knows it. Text: as a number its last digits would change. */
  userId: string;
  /** When Meta made it, to the second. It may come hours later, or again: age alone never makes it wrong. */
  issuedAt: Date;
}

export type SignedRequestVerdict =
  | { kind: "genuine"; request: SignedRequest }
  | { kind: "too-long" }
  /** Not two parts of base64url, or what was signed is no JSON object. */
  | { kind: "malformed" }
  /** None of our secrets signed it; also the answer when there is no secret to check it with. */
  | { kind: "bad-signature" }
  | { kind: "wrong-algorithm" }
  | { kind: "no-user" }
  | { kind: "no-time" };

const shape = /^[\w-]+={0,2}\.[\w-]+={0,2}$/;
const anyObject = z.record(z.string(), z.unknown());
const algorithm = z.object({ algorithm: z.string().regex(/^hmac-sha256$/i) });
/** Digits. A number only as far as reading it as one cannot have changed it. */
const user = z.object({
  user_id: z.union([
    z.string().regex(/^\d{1,32}$/),
    z
      .int()
      .nonnegative()
      .transform((id) => String(id)),
  ]),
});
/** Unix seconds, as far as a date reaches. */
const time = z.object({ issued_at: z.int().nonnegative().max(8_640_000_000_000) });

/**
 * Says whether a `signed_request` was made by Meta for this app.
 *
 * Both parts must be written as base64url writes them: with its padding or without, since a library or a proxy on the way
 * may put it there and a deletion that is not understood is not done; another alphabet or stray bits make another text.
 * Nothing of the payload is looked at before its signature is found good, and its own word on the algorithm never
 * decides how that is done.
 *
 * @param secrets - the app's; any of them may have signed, as Meta does not say which of its two does it for Threads.
 * @see https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback (read 2026-04)
 */
export function readSignedRequest(text: string, secrets: Secret[]): SignedRequestVerdict {
  if (text.length > signedRequestLimit) return { kind: "too-long" };
  if (!shape.test(text)) return { kind: "malformed" };
  const [signature = "", encoded = ""] = text.split(".");
  const [bareSignature, bare] = [withoutPadding(signature), withoutPadding(encoded)];
  if (bareSignature === undefined || bare === undefined) return { kind: "malformed" };
  // Padded before it was signed or after. All are tried, so that the time taken does not tell which one it was.
  const fits = secrets.flatMap((secret) =>
    [encoded, bare].map((signed) => sameText(sign(secret, signed), bareSignature)),
  );
  if (!fits.includes(true)) return { kind: "bad-signature" };
  const payload = anyObject.safeParse(fromJson(bare)).data;
  if (payload === undefined) return { kind: "malformed" };
  if (!algorithm.safeParse(payload).success) return { kind: "wrong-algorithm" };
  const { data: who } = user.safeParse(payload);
  if (who === undefined) return { kind: "no-user" };
  const { data: when } = time.safeParse(payload);
  if (when === undefined) return { kind: "no-time" };
  return {
    kind: "genuine",
    request: { userId: who.user_id, issuedAt: new Date(when.issued_at * 1000) },
  };
}

/** @returns undefined where there is padding, and not as much as belongs there. */
function withoutPadding(encoded: string): string | undefined {
  const bare = encoded.replace(/={1,2}$/, "");
  return bare === encoded || encoded.length % 4 === 0 ? bare : undefined;
}

/** Meta signs the encoded text, not what it stands for. */
function sign(secret: Secret, encoded: string): string {
  return base64Url(hmac(sha256, utf8ToBytes(secret.reveal()), utf8ToBytes(encoded)));
}

function fromJson(encoded: string): unknown {
  try {
    const binary = atob(encoded.replaceAll("-", "+").replaceAll("_", "/"));
    const bytes = Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
    if (base64Url(bytes) !== encoded) return undefined;
    return JSON.parse(new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes));
  } catch {
    return undefined;
  }
}

function base64Url(bytes: Uint8Array): string {
  return btoa(String.fromCharCode(...bytes))
    .replaceAll("+", "-")
    .replaceAll("/", "_")
    .replaceAll("=", "");
}
