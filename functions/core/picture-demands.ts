/** What was seen of a picture. */
export type PictureLook =
  | {
      kind: "file";
      /** Where it was found after redirects. */
      url: string;
      /** By its content, such as `jpg`, `png`, `webp`; undefined for what is no picture. */
      type?: string;
      width?: number;
      height?: number;
      /** As the server says. */
      bytes?: number;
    }
  /** It is not there, or Threads could not fetch it any more than we. */
  | { kind: "absent"; words: string }
  /** We were not let in or it took too long: Threads may have more luck. */
  | { kind: "unseen"; words: string };

/** What Threads takes. @see https://developers.facebook.com/docs/threads/posts (read 2026-04) */
const takenTypes = ["jpg", "png"];
const mostBytes = 8_000_000;
const widestRatio = 10;
/** Smaller ones count readers or are avatars, buttons and flags; Threads would blow them up to 320. A choice of ours. */
const leastSide = 100;

/** Why a picture is no good for a post; undefined when nothing speaks against it. */
export function whyUnusable(look: PictureLook): string | undefined {
  if (look.kind === "absent") return look.words;
  if (look.kind === "unseen") return undefined;
  const { url, type, width = leastSide, height = leastSide, bytes = 0 } = look;
  if (type === undefined) return "it is no picture";
  if (!takenTypes.includes(type)) return `it is ${type.toUpperCase()}, and Threads takes JPEG and PNG`;
  if (bytes > mostBytes) return `it has ${(bytes / 1e6).toFixed(1)} MB, and Threads takes 8`;
  if (Math.max(width / height, height / width) > widestRatio)
    return `it is ${width} by ${height} pixels, and Threads takes no side more than ${widestRatio} times the other`;
  if (Math.max(width, height) < leastSide) return `it is ${width} by ${height} pixels, as small as a symbol`;
  return url.startsWith("http:") && !isLoopback(url) ? "it is not on https" : undefined;
}

/** The sandbox on this machine serves pictures without TLS; Meta demands https of everybody else. */
export function isLoopback(url: string): boolean {
  return /^http:\/\/(127\.0\.0\.1|localhost|\[::1\])[:/]/.test(url);
}
