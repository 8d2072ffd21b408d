import { hkdf } from "@noble/hashes/hkdf.js";
import { hmac } from "@noble/hashes/hmac.js";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import * as z from "zod";
import type { Secret } from "./secret.ts";

/** Long enough to log in and read what is asked, short enough that a link found later is of no use. A choice of ours. */
export const stateLifeInMs = 10 * 60_000;

/**
 * What the browser carries to Meta and back (`state`), and what only this browser has (`cookie`). Nothing is
 * stored when they are made: the signature says that it was us, the time until when, the cookie in whose browser.
 */
export interface ConnectState {
  state: string;
  cookie: string;
}

/** @param chance - two random values of at least 128 bits each: for the state itself, and for the browser. */
export function makeState(
  clientSecret: Secret,
  chance: { nonce: string; browser: string },
  now: Date,
): ConnectState {
  const expiresAt = now.getTime() + stateLifeInMs;
  const payload = `${chance.nonce}.${expiresAt.toString(36)}.${fingerprint(chance.browser)}`;
  return { state: `${payload}.${sign(clientSecret, payload)}`, cookie: chance.browser };
}

export type StateVerdict =
  /** Ours, in time, this browser's. Whether it was used before, only the state store knows. */
  | { kind: "genuine"; state: GenuineState }
  | { kind: "forged" }
  | { kind: "expired" }
  | { kind: "other-browser" };

/** A state that passed {@link checkState}; what must come after the check takes only this. */
export interface GenuineState {
  nonce: string;
  expiresAt: Date;
}

const shape = z
  .string()
  .max(400)
  .regex(/^[\w-]{16,64}\.[0-9a-z]{6,10}\.[0-9a-f]{64}\.[0-9a-f]{64}$/);

/** Says whether a `state` that came back is one of ours, still good, and came in the browser that left with it. */
export function checkState(
  clientSecret: Secret,
  came: { state: string | undefined; cookie: string | undefined },
  now: Date,
): StateVerdict {
  if (!shape.safeParse(came.state).success || came.state === undefined) return { kind: "forged" };
  const cut = came.state.lastIndexOf(".");
  const payload = came.state.slice(0, cut);
  if (!sameText(sign(clientSecret, payload), came.state.slice(cut + 1))) return { kind: "forged" };
  const [nonce = "", expiry = "", browser = ""] = payload.split(".");
  const expiresAt = new Date(Number.parseInt(expiry, 36));
  if (!(now < expiresAt)) return { kind: "expired" };
  if (came.cookie === undefined || !sameText(fingerprint(came.cookie), browser))
    return { kind: "other-browser" };
  return { kind: "genuine", state: { nonce, expiresAt } };
}

/** A key of its own for this one use, so that a signed state can never serve as anything else signed with the app secret. */
function sign(clientSecret: Secret, payload: string): string {
  const key = hkdf(
    sha256,
    utf8ToBytes(clientSecret.reveal()),
    undefined,
    utf8ToBytes("feedloom connect state v1"),
    32,
  );
  return bytesToHex(hmac(sha256, key, utf8ToBytes(payload)));
}

function fingerprint(browser: string): string {
  return bytesToHex(sha256(utf8ToBytes(`feedloom browser ${browser}`)));
}

/** Takes the same time wherever two texts of one length differ. */
export function sameText(one: string, other: string): boolean {
  if (one.length !== other.length) return false;
  let difference = 0;
  for (let index = 0; index < one.length; index += 1)
    difference |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return difference === 0;
}
