import { arch, cpus, totalmem, type } from "node:os";

/** Where figures come from, as far as a reader can compare. */
export interface Machine {
  /** `2026-11-27`. */
  date: string;
  processor: string;
  cores: number;
  memory: string;
  system: string;
  node: string;
}

export function thisMachine(now: Date): Machine {
  const [first] = cpus();
  return {
    date: now.toISOString().slice(0, 10),
    processor: first?.model.trim() || "processor not named",
    cores: cpus().length,
    memory: `${Math.round(totalmem() / 1e9)} GB`,
    system: `${type()} ${arch()}`,
    node: process.versions.node,
  };
}
