/** The sandbox's only source of time. Tests hand in one they can advance; nothing here sleeps. */
export interface SandboxClock {
  now(): Date;
}

export const realClock: SandboxClock = { now: () => new Date() };

export const secondMs = 1000;
export const hourMs = 3600 * secondMs;
export const dayMs = 24 * hourMs;

export function after(start: Date, milliseconds: number): Date {
  return new Date(start.getTime() + milliseconds);
}

/** Meta writes instants as ISO-8601 without fractions and with `+0000` instead of `Z`. */
export function wireTime(at: Date): string {
  return `${at.toISOString().slice(0, 19)}+0000`;
}

export function unixSeconds(at: Date): number {
  return Math.floor(at.getTime() / secondMs);
}
