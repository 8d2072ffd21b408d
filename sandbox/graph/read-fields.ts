import { noSuchField } from "../refusal.ts";

/** Reads one field; `inner` is what stood in braces behind its name. */
export type FieldReader<T> = (object: T, inner?: string) => unknown;

/**
 * Reads the fields a call asks for, the Graph way: `id` always comes along, what has no value is
 * left out rather than null, and an unknown name fails the whole call.
 *
 * @param wanted - comma list; what stands in braces is handed to the field.
 */
export function readFields<T>(
  object: T,
  known: Readonly<Record<string, FieldReader<T>>>,
  wanted: string | undefined,
  usual: readonly string[],
): Record<string, unknown> {
  const named = wanted === undefined || wanted.trim() === "" ? usual.join(",") : wanted;
  const answer: Record<string, unknown> = {};
  for (const [name, inner] of [...fieldsIn(named), ["id"] as const]) {
    const read = Object.hasOwn(known, name) ? known[name] : undefined;
    if (read === undefined) throw noSuchField(name);
    const value = read(object, inner);
    if (value !== undefined) answer[name] = value;
  }
  return answer;
}

/** Field names, each with what its braces hold. */
function fieldsIn(wanted: string): (readonly [name: string, inner?: string])[] {
  const fields: (readonly [string, string?])[] = [];
  let depth = 0;
  let start = 0;
  for (let at = 0; at <= wanted.length; at += 1) {
    const sign = wanted[at] ?? ",";
    if (sign === "{") depth += 1;
    if (sign === "}") depth -= 1;
    if (at < wanted.length && (sign !== "," || depth > 0)) continue;
    const [, name = "", inner] = /^([^{]*)(?:\{([\s\S]*)\})?/.exec(wanted.slice(start, at).trim()) ?? [];
    if (name.trim() !== "") fields.push(inner === undefined ? [name.trim()] : [name.trim(), inner]);
    start = at + 1;
  }
  return fields;
}
