import type { Secret } from "../../core/secret.ts";

/**
 * What Meta's secrets look like, whoever's they are: tokens, codes, and an app's secret. Names such as `THREADS_API__…`
 * are none: they have neither small letters nor digits. (Prefixes and lengths as seen from 2025 to 2026.)
 */
const shapes = [/\bTH(?=[A-Z|])(?=[\w|%.-]*[0-9a-z])[\w|%.-]{20,}/g, /\bAQ[\w-]{60,}/g, /\b[0-9a-f]{32}\b/gi];

/** A text of Meta's without what looks like a secret: it may name one that the request did not carry. */
export function withoutSecretShapes(text: string): string {
  return shapes.reduce((blotted, shape) => blotted.replaceAll(shape, "[secret]"), text);
}

/** Of a secret that was cut off, this much of its beginning gives it away; less could be a word. */
const beginning = 10;

/** A text without this secret: as it is, as in an address, or in base 64; whole or cut off. */
export function withoutSecret(text: string, secret: Secret): string {
  const bytes = Buffer.from(secret.reveal());
  const forms = [
    secret.reveal(),
    encodeURIComponent(secret.reveal()),
    bytes.toString("base64"),
    bytes.toString("base64url"),
  ];
  return forms.reduce(withoutForm, text);
}

function withoutForm(text: string, form: string): string {
  const blotted = text.replaceAll(form, "[secret]");
  if (form.length <= beginning) return blotted;
  const [before = "", ...others] = blotted.split(form.slice(0, beginning));
  return [before, ...others.map((rest) => rest.replace(/^[\w%|+/=.-]*/, ""))].join("[secret]");
}
