import type { Parameters } from "../parameters.ts";
import { badParameter } from "../refusal.ts";

/** 25 unless asked, 100 at most: 100 was accepted live, more is not documented. */
const usualLimit = 25;
const greatestLimit = 100;

/**
 * One page of a list with its cursors. `next` is there only while something follows.
 *
 * A cursor names an object and not a position: posts that come in between don't shift a page.
 */
export function pageOf<T extends { id: string }>(
  all: readonly T[],
  parameters: Parameters,
  address: string,
  shape: (one: T) => unknown,
): Record<string, unknown> {
  const limit = Number(parameters.get("limit") ?? usualLimit);
  if (!Number.isInteger(limit) || limit < 1 || limit > greatestLimit)
    throw badParameter(`Param limit must be between 1 and ${greatestLimit}`);
  const [after, before] = [parameters.get("after"), parameters.get("before")];
  if (after !== undefined && before !== undefined)
    throw badParameter("Cannot specify both after and before cursors");
  const start = after === undefined ? 0 : positionOf(all, after) + 1;
  const end = before === undefined ? all.length : positionOf(all, before);
  const page =
    before === undefined ? all.slice(start, start + limit) : all.slice(Math.max(0, end - limit), end);
  const [first, last] = [page.at(0), page.at(-1)];
  if (first === undefined || last === undefined) return { data: [] };
  const next = new URL(address);
  for (const [name, value] of parameters)
    if (!["access_token", "after", "before"].includes(name)) next.searchParams.set(name, value);
  next.searchParams.set("after", cursorOf(last));
  const cursors = { before: cursorOf(first), after: cursorOf(last) };
  return {
    data: page.map(shape),
    paging: last === all.at(-1) ? { cursors } : { cursors, next: next.href },
  };
}

function cursorOf(one: { id: string }): string {
  return Buffer.from(`cursor:${one.id}`).toString("base64url");
}

function positionOf(all: readonly { id: string }[], cursor: string): number {
  const position = all.findIndex((one) => cursorOf(one) === cursor);
  if (position === -1) throw badParameter("Invalid cursor");
  return position;
}
