/**
 * A feed's address for logs, events, mail and answers: host and path as they are, without what opens a private feed.
 *
 * The values of a query (`?token=…`, `?key=…`) and a name or password before the host become `…`; the names of the query
 * stay, since they tell feeds apart. Every value goes: which names mean a key is anybody's guess. The path stays: most
 * feeds have nothing else.
 */
export function shownAddress(address: string): string {
  const [, scheme = "", rest = ""] = /^([a-z][a-z\d+.-]*:\/*)?(.*)$/is.exec(address) ?? [];
  const [before = "", query] = splitAt(rest.replace(/#.*/s, ""), "?");
  const [authority = "", path] = splitAt(before, "/");
  const host = authority.replace(/^.*@/s, "…@");
  const shown = `${scheme}${host}${path === undefined ? "" : `/${path}`}`;
  return query === undefined || query === "" ? shown : `${shown}?${query.split("&").map(hidden).join("&")}`;
}

/** A parameter without a name may be the key itself. */
function hidden(parameter: string): string {
  const [name, value] = splitAt(parameter, "=");
  return value === undefined ? "…" : `${name}=…`;
}

function splitAt(text: string, mark: string): [string, string | undefined] {
  const place = text.indexOf(mark);
  return place < 0 ? [text, undefined] : [text.slice(0, place), text.slice(place + mark.length)];
}
