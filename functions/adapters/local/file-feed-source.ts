import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { FeedloomError } from "../../core/errors.ts";
import type { FeedAnswer, FeedSource, FeedValidators } from "../../ports/feed-source.ts";

/** As for feeds from the web. */
const defaultMaxBytes = 10_000_000;

/**
 * Reads feeds from files (`file:///home/ann/blog/public/feed.xml`), for blogs that are built on the same
 * machine.
 *
 * Whether one changed is told by a hash of its bytes, carried as `etag`: generators touch every file at
 * every build, so a time says nothing.
 */
export class FileFeedSource implements FeedSource {
  readonly #maxBytes: number;

  constructor(options: { maxBytes?: number } = {}) {
    this.#maxBytes = options.maxBytes ?? defaultMaxBytes;
  }

  async fetch(url: string, validators: FeedValidators): Promise<FeedAnswer> {
    const bytes = await this.#read(pathOf(url));
    const etag = `"${createHash("sha256").update(bytes).digest("base64url")}"`;
    if (validators.etag === etag) return { kind: "not-modified", validators: { etag } };
    return { kind: "body", bytes, finalUrl: url, validators: { etag } };
  }

  async #read(path: string): Promise<Uint8Array> {
    try {
      const file = await stat(path);
      if (!file.isFile()) {
        const finding = file.isDirectory() ? "is a folder" : "is no regular file";
        throw unreachable(`${path} ${finding}; give the file of the feed in it`);
      }
      if (file.size > this.#maxBytes) {
        throw unreachable(`${path} has ${file.size} bytes, too much for a feed; let it list fewer entries`);
      }
      return await readFile(path);
    } catch (error) {
      throw error instanceof FeedloomError ? error : unreachable(sentenceFor(error, path), error);
    }
  }
}

function pathOf(address: string): string {
  const url = URL.parse(address);
  if (url?.protocol !== "file:")
    throw refused(`"${address.slice(0, 120)}" is no address of a file; begin it with file:///`);
  if (url.hostname !== "")
    throw refused(`${url.hostname} is another machine; only files of this one are read`);
  try {
    return fileURLToPath(url);
  } catch (cause) {
    throw refused(
      `${url.pathname.slice(0, 120)} can't be a path of this machine; check how it is escaped`,
      cause,
    );
  }
}

function sentenceFor(error: unknown, path: string): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "ENOENT" || code === "ENOTDIR") return `${path} does not exist; check the path`;
  if (code === "EACCES" || code === "EPERM") return `${path} may not be read; check its permissions`;
  return `${path} could not be read: ${error instanceof Error ? error.message : String(error)}; check the file`;
}

function refused(message: string, cause?: unknown): FeedloomError {
  return new FeedloomError("FEED_REFUSED", message, { cause });
}

function unreachable(message: string, cause?: unknown): FeedloomError {
  return new FeedloomError("FEED_UNREACHABLE", message, { cause });
}
