import { createHmac } from "node:crypto";

/** What Meta puts into a `signed_request`; anything else may be given for a test of what a client refuses. */
export type SignedPayload = Record<string, unknown>;

/**
 * `base64url(signature) "." base64url(JSON)`, both unpadded; signed is the encoded text.
 *
 * @see https://developers.facebook.com/docs/development/create-an-app/app-dashboard/data-deletion-callback (read 2026-04)
 */
export function signedRequest(payload: SignedPayload | string, secret: string): string {
  const json = typeof payload === "string" ? payload : JSON.stringify(payload);
  return signedAs(Buffer.from(json).toString("base64url"), secret);
}

/** For a payload that is encoded in a way of its own. */
export function signedAs(encoded: string, secret: string): string {
  return `${createHmac("sha256", secret).update(encoded).digest("base64url")}.${encoded}`;
}

/** What may become of a genuine one on a hostile way. None of them may be taken for genuine. */
export const tamperings = {
  "other-signature": (text: string) => otherStart(text),
  "cut-signature": (text: string) => text.slice(1),
  "no-signature": (text: string) => text.slice(text.indexOf(".")),
  /** 43 letters are padded by one sign. */
  "overpadded-signature": (text: string) => text.replace(".", "==."),
  "overpadded-payload": (text: string) => `${text}===`,
  /** A letter of the other alphabet in the place of one, or before the end. */
  "standard-alphabet": (text: string) => text.replace(/[-_]|(?=\.)/, "+"),
  /** The last letter of 32 bytes in base64url has two bits that mean nothing. */
  "stray-bits": (text: string) => {
    const [signature = "", payload] = text.split(".");
    return `${signature.slice(0, -1)}${nextLetter(signature.at(-1) ?? "")}.${payload}`;
  },
  "hex-signature": (text: string) => {
    const [signature = "", payload] = text.split(".");
    return `${Buffer.from(signature, "base64url").toString("hex")}.${payload}`;
  },
  "other-user": (text: string) => {
    const [signature, payload = ""] = text.split(".");
    const json = Buffer.from(payload, "base64url").toString();
    const changed = json.replace('"user_id":"', '"user_id":"1');
    return `${signature}.${Buffer.from(changed).toString("base64url")}`;
  },
  "cut-payload": (text: string) => text.slice(0, -1),
  "swapped-parts": (text: string) => text.split(".").toReversed().join("."),
  "part-too-many": (text: string) => `${text}.e30`,
  "blank-inside": (text: string) => text.replace(".", ". "),
  "line-end": (text: string) => `${text}\n`,
} as const satisfies Record<string, (genuine: string) => string>;

export type Tampering = keyof typeof tamperings;

function otherStart(text: string): string {
  return `${text.startsWith("A") ? "B" : "A"}${text.slice(1)}`;
}

const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

function nextLetter(letter: string): string {
  return alphabet.charAt(alphabet.indexOf(letter) ^ 1);
}
