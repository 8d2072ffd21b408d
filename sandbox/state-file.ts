import { mkdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { emptyState, type WorldState, worldState } from "./world.ts";

/**
 * Keeps the sandbox's state over restarts.
 *
 * Written whole and put in place by a rename, so that a sandbox killed half-way leaves the
 * state before or after a call, never between. It holds tokens, hence the mode.
 */
export interface StateFile {
  load(): WorldState;
  save(state: WorldState): void;
}

export const noStateFile: StateFile = { load: () => emptyState, save: () => {} };

export function stateFileAt(path: string): StateFile {
  mkdirSync(dirname(path), { recursive: true });
  let written = "";
  return {
    load() {
      const text = readIfThere(path)?.toString("utf8");
      if (text === undefined) return emptyState;
      const parsed = worldState.safeParse(JSON.parse(text));
      if (!parsed.success)
        throw new Error(`${path} is not a sandbox state of this version; delete it to start anew`);
      return parsed.data;
    },
    save(state) {
      const text = JSON.stringify(state);
      if (text !== written) replaceFile(path, text);
      written = text;
    },
  };
}

export function replaceFile(path: string, content: string | Uint8Array): void {
  const draft = `${path}.new`;
  writeFileSync(draft, content, { mode: 0o600 });
  renameSync(draft, path);
}

export function readIfThere(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
