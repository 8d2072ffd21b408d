import { createHash } from "node:crypto";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { readIfThere, replaceFile } from "./state-file.ts";

/** The picture formats a page of the sandbox shows; anything else is not kept. */
export const pictureTypes: Readonly<Record<string, string>> = {
  jpg: "image/jpeg",
  png: "image/png",
  webp: "image/webp",
  gif: "image/gif",
};

export const videoTypes: Readonly<Record<string, "video/mp4" | "video/quicktime">> = {
  mp4: "video/mp4",
  mov: "video/quicktime",
};

export interface MediaStore {
  /** @returns the name under `/media/`; equal bytes have equal names. */
  keep(bytes: Uint8Array, extension: string): string;
  read(file: string): Uint8Array | undefined;
}

/**
 * Pictures are kept by the sandbox so that its pages ask nobody else for them.
 *
 * They lie beside the state file and not in it, which is written anew after every change.
 */
export function mediaStore(folder: string | undefined): MediaStore {
  const kept = new Map<string, Uint8Array>();
  if (folder !== undefined) mkdirSync(folder, { recursive: true });
  return {
    keep(bytes, extension) {
      const file = `${createHash("sha256").update(bytes).digest("hex").slice(0, 32)}.${extension}`;
      if (!kept.has(file) && folder !== undefined) replaceFile(join(folder, file), bytes);
      kept.set(file, bytes);
      return file;
    },
    read(file) {
      // The name comes from an address: only names made above may reach the disk.
      if (!/^[0-9a-f]{32}\.[a-z]{2,3}[a-z0-9]$/.test(file)) return undefined;
      return kept.get(file) ?? (folder === undefined ? undefined : readIfThere(join(folder, file)));
    },
  };
}
