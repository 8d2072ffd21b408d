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

/** The file holds something else than a sandbox's state. It is left as it is, for whoever wants to look. */
export class DamagedState extends Error {
  override readonly name = "DamagedState";
  readonly finding: string;

  constructor(finding: string) {
    super(`${finding}; delete it to start anew`);
    this.finding = finding;
  }
}

export const noStateFile: StateFile = { load: () => emptyState, save: () => {} };

export function stateFileAt(path: string): StateFile {
  mkdirSync(dirname(path), { recursive: true });
  let written = "";
  return {
    load() {
      const text = readIfThere(path)?.toString("utf8");
      if (text === undefined) return emptyState;
      const json = parsedJson(text);
      if (json === undefined) throw new DamagedState(`${path} is damaged (it is no JSON)`);
      const parsed = worldState.safeParse(json);
      if (!parsed.success) throw new DamagedState(`${path} is not a sandbox state of this version`);
      return parsed.data;
    },
    save(state) {
      const text = JSON.stringify(state);
      if (text !== written) replaceFile(path, text);
      written = text;
    },
  };
}

/** @returns undefined for what is no JSON, such as the half of a file. */
function parsedJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
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
