import { type Identity, identities } from "./telling-keys.ts";

const names: Record<Identity, string> = {
  id: "id",
  link: "link",
  "title-and-date": "title and date",
  text: "text",
};

/** How a feed's entries are told apart, as a sentence's end. @param identity - what its owner says. */
export function identityWords(identity: Identity | undefined): string {
  if (identity === undefined) return `its entries are told apart by ${inTurn(identities)}`;
  const others = identities.filter((kind) => kind !== identity);
  return `its entries are told apart by ${names[identity]}, as configured; one that has none by ${inTurn(others)}`;
}

/**
 * That marks of a feed stand for several of its entries, and by which such entries are known; nothing where all marks are good.
 *
 * @param shared - the keys, each with its kind in front.
 */
export function sharedWords(shared: readonly string[] = []): string | undefined {
  const prefixes: [Identity, string][] = [
    ["id", "id-"],
    ["link", "link-"],
    ["title-and-date", "text-"],
  ];
  const kinds = prefixes.filter(([, prefix]) => shared.some((key) => key.startsWith(prefix)));
  const last = kinds.at(-1)?.[0];
  if (last === undefined) return undefined;
  const same = kinds.map(([kind]) => names[kind]).join(", or the same ");
  return `several of its entries have the same ${same}, which says nothing: they are told apart by ${inTurn(identities.slice(identities.indexOf(last) + 1))}`;
}

function inTurn(kinds: readonly Identity[]): string {
  return kinds.map((kind) => names[kind]).join(", else ");
}
