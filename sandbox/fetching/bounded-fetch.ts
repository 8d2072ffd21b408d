/** Why a page or picture could not be had, in a few words. */
export class Unfetchable extends Error {
  override name = "Unfetchable";
}

export interface Fetched {
  url: URL;
  contentType: string;
  bytes: Uint8Array;
  /** Of all of it, also where only a part or nothing was read; missing when unknown. */
  lengthInBytes: number | undefined;
}

export interface FetchLimits {
  signal: AbortSignal;
  mostBytes: number;
  /** Beyond the last byte allowed: fail, make do with the beginning, or do without any. */
  overflow: "fail" | "cut" | "drop";
  /** What may be announced as length; a server that announces none is believed. */
  mostAnnouncedBytes?: number;
  mostRedirects: number;
  /** Asked about the address itself and every address it redirects to. */
  mayFetch: (url: URL) => boolean;
}

const agent = "feedloom-sandbox/1.0 (a stand-in for Threads, for tests)";

/**
 * Fetches a page or picture as Meta's crawler would, within limits.
 *
 * @throws Unfetchable - whatever is wrong: address, connection, status, size, time.
 */
export async function boundedFetch(address: string, limits: FetchLimits): Promise<Fetched> {
  let url = URL.parse(address);
  for (let redirects = 0; redirects <= limits.mostRedirects; redirects += 1) {
    if (url === null || !limits.mayFetch(url)) throw new Unfetchable("the address may not be fetched");
    const response = await begin(url.href, limits.signal);
    const location =
      response.status >= 300 && response.status < 400 ? response.headers.get("location") : null;
    if (location === null) {
      if (response.status !== 200) {
        await response.body?.cancel();
        throw new Unfetchable(`the server answered ${response.status}`);
      }
      const contentType = response.headers.get("content-type") ?? "";
      return { url, contentType, ...(await readBody(response, limits)) };
    }
    await response.body?.cancel();
    url = URL.parse(location, url.href);
  }
  throw new Unfetchable("the address redirects");
}

async function begin(url: string, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(url, { redirect: "manual", signal, headers: { "User-Agent": agent } });
  } catch {
    throw new Unfetchable("no answer");
  }
}

async function readBody(
  response: Response,
  { mostBytes, mostAnnouncedBytes = Number.POSITIVE_INFINITY, overflow }: FetchLimits,
): Promise<Pick<Fetched, "bytes" | "lengthInBytes">> {
  const announced = announcedLength(response);
  if (announced !== undefined && announced > mostAnnouncedBytes) {
    await response.body?.cancel();
    throw new Unfetchable(`larger than ${mostAnnouncedBytes} bytes`);
  }
  if (announced !== undefined && announced > mostBytes && overflow === "drop") {
    await response.body?.cancel();
    return { bytes: new Uint8Array(), lengthInBytes: announced };
  }
  const parts: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const part of response.body ?? []) {
      parts.push(part);
      length += part.length;
      if (length > mostBytes) break;
    }
  } catch {
    throw new Unfetchable("the answer broke off");
  }
  if (length > mostBytes && overflow === "fail") throw new Unfetchable(`larger than ${mostBytes} bytes`);
  if (length <= mostBytes) return { bytes: Buffer.concat(parts), lengthInBytes: length };
  const bytes = overflow === "drop" ? new Uint8Array() : Buffer.concat(parts).subarray(0, mostBytes);
  return { bytes, lengthInBytes: announced };
}

function announcedLength(response: Response): number | undefined {
  const header = response.headers.get("content-length") ?? "";
  return /^\d+$/.test(header) ? Number(header) : undefined;
}

export function isLoopback({ hostname }: URL): boolean {
  return (
    hostname === "localhost" ||
    hostname.endsWith(".localhost") ||
    hostname === "[::1]" ||
    /^127\.\d+\.\d+\.\d+$/.test(hostname)
  );
}

/** Meta takes HTTPS; plain HTTP only where no certificate can be had. */
export function isSecureEnough(url: URL): boolean {
  return url.protocol === "https:" || (url.protocol === "http:" && isLoopback(url));
}
