import { dayMs, secondMs } from "./clock.ts";
import type { Site } from "./site.ts";

/** Counts a call against its person's rolling 24 hours. @returns false when there is no room left. */
export function countCall(site: Site, accessToken: string | undefined): boolean {
  const personId = personOf(site, accessToken);
  if (personId === undefined) return true;
  const calls = callsOfLastDay(site, personId);
  if (calls.length >= site.behaviour.callAllowance) return false;
  calls.push(site.clock.now());
  return true;
}

export function callUsage(
  site: Site,
  accessToken: string | undefined,
): { appId: string; usedPercent: number; regainMinutes: number } {
  const personId = personOf(site, accessToken);
  const calls = personId === undefined ? [] : callsOfLastDay(site, personId);
  const [oldest] = calls;
  const isFull = calls.length >= site.behaviour.callAllowance;
  const regainMs = isFull && oldest !== undefined ? oldest.getTime() + dayMs - site.clock.now().getTime() : 0;
  return {
    appId: site.app.clientId,
    usedPercent: Math.ceil((100 * calls.length) / site.behaviour.callAllowance),
    regainMinutes: Math.ceil(regainMs / (60 * secondMs)),
  };
}

function personOf(site: Site, accessToken: string | undefined): string | undefined {
  return accessToken === undefined ? undefined : site.world.tokens.get(accessToken)?.personId;
}

function callsOfLastDay(site: Site, personId: string): Date[] {
  const calls = site.callsOf.get(personId) ?? [];
  site.callsOf.set(personId, calls);
  const dayAgo = site.clock.now().getTime() - dayMs;
  const firstKept = calls.findIndex((at) => at.getTime() > dayAgo);
  calls.splice(0, firstKept === -1 ? calls.length : firstKept);
  return calls;
}
