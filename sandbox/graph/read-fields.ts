import { noSuchField } from "../refusal.ts";

/**
 * Reads the fields a call asks for, the Graph way: `id` always comes along, what has no value is
 * left out rather than null, and an unknown name fails the whole call.
 *
 * @param wanted - comma list; sub-fields in braces are accepted and everything of them returned.
 */
export function readFields<T>(
  object: T,
  known: Readonly<Record<string, (object: T) => unknown>>,
  wanted: string | undefined,
  usual: readonly string[],
): Record<string, unknown> {
  const names = wanted === undefined || wanted.trim() === "" ? usual : fieldNames(wanted);
  const answer: Record<string, unknown> = {};
  for (const name of new Set([...names, "id"])) {
    const read = Object.hasOwn(known, name) ? known[name] : undefined;
    if (read === undefined) throw noSuchField(name);
    const value = read(object);
    if (value !== undefined) answer[name] = value;
  }
  return answer;
}

function fieldNames(wanted: string): string[] {
  let flat = wanted;
  for (let inner = ""; inner !== flat; ) {
    inner = flat;
    flat = flat.replaceAll(/\{[^{}]*\}/g, "");
  }
  return flat
    .split(",")
    .map((name) => name.trim())
    .filter((name) => name !== "");
}
