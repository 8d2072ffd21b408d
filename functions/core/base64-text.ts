/**
 * The text that an Atom element carries as base64, or nothing when it is a picture, an archive or no base64 at
 * all.
 *
 * @see https://www.rfc-editor.org/rfc/rfc4287#section-4.1.3.3
 */
export function base64Text(written: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(written.replace(/\s+/g, "")), (character) => character.charCodeAt(0));
    const text = new TextDecoder("utf-8", { fatal: true }).decode(bytes);
    return /[\u0000-\u0008\u000e-\u001f]/.test(text) ? undefined : text;
  } catch {
    return undefined;
  }
}

/**
 * Whether the inside of an element is base64: Atom 0.3 says so in `mode`, Atom 1.0 by a media type that is
 * neither text nor XML.
 */
export function isBase64(mode: string | undefined, type: string | undefined): boolean {
  if (mode !== undefined) return mode === "base64";
  return type?.includes("/") === true && !/^text\/|[+/]xml\b|^application\/(?:xhtml|html)/.test(type);
}
