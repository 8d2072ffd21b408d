import { createServer } from "node:http";
import { onLoopback } from "../support/on-loopback.ts";

interface Served {
  status?: number;
  type?: string;
  body?: string | Uint8Array;
  location?: string;
  /** What the server says it will send, whatever it sends. */
  announced?: number;
}

/** A server on loopback that serves what a test names and counts how often it was asked. */
export async function aWebServer(files: Record<string, Served>): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const path = request.url ?? "/";
    asked.push(path);
    const file = files[path];
    const headers: Record<string, string> = { "Content-Type": file?.type ?? "text/html; charset=utf-8" };
    if (file?.announced !== undefined) headers["Content-Length"] = String(file.announced);
    if (file?.location !== undefined) headers.Location = file.location;
    response.writeHead(file?.status ?? (file === undefined ? 404 : 200), headers);
    // What was announced and is not sent keeps the connection waiting, as a large file would.
    if (file?.announced === undefined) response.end(file?.body ?? "");
    else response.write(file.body ?? " ");
  });
  return { url: await onLoopback(server), asked };
}

/** As much of a PNG as says how large it is, padded to a length. */
export function aPng(width: number, height: number, length = 64): Uint8Array {
  const png = Buffer.alloc(length);
  Buffer.from("89504e470d0a1a0a0000000d49484452", "hex").copy(png);
  png.writeUInt32BE(width, 16);
  png.writeUInt32BE(height, 20);
  return png;
}
