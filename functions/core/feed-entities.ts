import { decodeHTMLStrict, decodeXML } from "entities";

/** An entity is a word or a sign; what is longer than this is a bomb, or its fuse. */
const entityPattern = /<!ENTITY\s+([\w.-]{1,50})\s+(?:"([^"<%]{0,100})"|'([^'<%]{0,100})')\s*>/g;
const mostEntities = 500;
/** Room for every `&nbsp;` of a real feed, and none for a bomb: each is at most 100 characters. */
const mostExpansions = 10_000;

/** Adds what a DOCTYPE declares to the entities: short, plain ones only. */
export function readEntities(subset: string, entities: Map<string, string>): void {
  for (const [, name = "", double, single] of subset.slice(0, 100_000).matchAll(entityPattern)) {
    if (entities.size >= mostEntities) return;
    const value = decodeXML(double ?? single ?? "");
    // An entity that names another one is how a bomb is built; nobody needs it.
    if (!value.includes("&") && !entities.has(name)) entities.set(name, value);
  }
}

/** Decodes the texts of one document: its own entities first, then those of HTML. */
export function entityDecoder(entities: ReadonlyMap<string, string>): (raw: string) => string {
  let expansions = 0;
  const expand = (raw: string) =>
    raw.replace(/&([\w.-]{1,50});/g, (all, name) => {
      const value = entities.get(name);
      return value !== undefined && ++expansions <= mostExpansions ? value : all;
    });
  return (raw) => {
    if (!raw.includes("&")) return raw;
    return decodeHTMLStrict(entities.size === 0 ? raw : expand(raw));
  };
}
