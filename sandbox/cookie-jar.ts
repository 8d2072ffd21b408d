interface Cookie {
  name: string;
  value: string;
  path: string;
  isStrict: boolean;
}

/**
 * The cookies of a visitor's browser, per host, for plain HTTP on loopback.
 *
 * `Secure` cookies are kept and sent, as browsers do on a loopback address. A `__Host-` cookie is
 * kept only when it is what its name promises. `SameSite=Strict` cookies stay behind when another
 * site sent the visitor here: the sandbox stands for another site, though it is the same machine.
 */
export class CookieJar {
  readonly #hosts = new Map<string, Map<string, Cookie>>();

  take(url: URL, setCookies: readonly string[]): void {
    const cookies = this.#hosts.get(url.hostname) ?? new Map<string, Cookie>();
    this.#hosts.set(url.hostname, cookies);
    for (const line of setCookies) {
      const [pair = "", ...parts] = line.split(";").map((part) => part.trim());
      const [name, value] = halves(pair);
      const attributes = new Map(parts.map(halves).map(([key, given]) => [key.toLowerCase(), given]));
      if (name === "" || !keepsPrefix(name, attributes)) continue;
      const cookie = {
        name,
        value,
        path: attributes.get("path")?.startsWith("/") ? (attributes.get("path") ?? "/") : folderOf(url),
        isStrict: attributes.get("samesite")?.toLowerCase() === "strict",
      };
      if (isOver(attributes)) cookies.delete(`${name};${cookie.path}`);
      else cookies.set(`${name};${cookie.path}`, cookie);
    }
  }

  /** @param from - the address that sent the visitor here, by a link, form or redirect. */
  header(url: URL, from: URL | undefined): string {
    const isFromElsewhere = from !== undefined && from.host !== url.host;
    return [...(this.#hosts.get(url.hostname)?.values() ?? [])]
      .filter(({ path }) => url.pathname === path || url.pathname.startsWith(path.replace(/\/?$/, "/")))
      .filter(({ isStrict }) => !(isStrict && isFromElsewhere))
      .map(({ name, value }) => `${name}=${value}`)
      .join("; ");
  }
}

function halves(pair: string): [string, string] {
  const at = pair.indexOf("=");
  return at === -1 ? [pair, ""] : [pair.slice(0, at).trim(), pair.slice(at + 1).trim()];
}

function keepsPrefix(name: string, attributes: ReadonlyMap<string, string>): boolean {
  if (name.startsWith("__Host-"))
    return attributes.has("secure") && attributes.get("path") === "/" && !attributes.has("domain");
  return !name.startsWith("__Secure-") || attributes.has("secure");
}

/** Only what is plainly over: `Max-Age` of nothing, or the year 1970 that servers write to delete. */
function isOver(attributes: ReadonlyMap<string, string>): boolean {
  const maxAge = attributes.get("max-age");
  if (maxAge !== undefined) return Number(maxAge) <= 0;
  return attributes.get("expires")?.includes("1970") === true;
}

function folderOf({ pathname }: URL): string {
  return pathname.slice(0, Math.max(1, pathname.lastIndexOf("/")));
}
