import { type MediaStore, pictureTypes, videoTypes } from "../media-store.ts";
import { pageHeaders } from "./page-headers.ts";

/**
 * A picture or video that the sandbox kept; `undefined` when it kept none of this name.
 *
 * @param range - the header of a browser that jumps about in a video; only one range is understood.
 */
export function keptMedia(media: MediaStore, file: string, range: string | undefined): Response | undefined {
  const bytes = media.read(file);
  const extension = file.split(".").at(-1) ?? "";
  const type = pictureTypes[extension] ?? videoTypes[extension];
  if (bytes === undefined || type === undefined) return undefined;
  const headers: Record<string, string> = {
    ...pageHeaders(),
    "Content-Type": type,
    "Cache-Control": "max-age=31536000, immutable",
    "Accept-Ranges": "bytes",
  };
  const [, first, last] = /^bytes=(\d+)-(\d*)$/.exec(range ?? "") ?? [];
  if (first === undefined) return new Response(Uint8Array.from(bytes), { headers });
  const start = Number(first);
  const end = Math.min(
    last === undefined || last === "" ? Number.POSITIVE_INFINITY : Number(last),
    bytes.length - 1,
  );
  if (start > end) {
    headers["Content-Range"] = `bytes */${bytes.length}`;
    return new Response(null, { status: 416, headers });
  }
  headers["Content-Range"] = `bytes ${start}-${end}/${bytes.length}`;
  return new Response(Uint8Array.from(bytes.subarray(start, end + 1)), { status: 206, headers });
}
