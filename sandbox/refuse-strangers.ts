import type { MiddlewareHandler } from "hono";

/**
 * Keeps a page of somebody else's, open in the same browser, out of a sandbox. It could reach it in two ways: by a name of
 * its own that it lets point to this machine, which the `Host` header tells, and by a form that it sends across, as whose
 * origin the browser names it. Programs name no origin.
 */
export const refuseStrangers: MiddlewareHandler = async (context, next) => {
  if (!isThisMachine(context.req.header("host")))
    return context.text("The sandbox answers only to this machine's own names, such as 127.0.0.1.", 421);
  const isSafe = context.req.method === "GET" || context.req.method === "HEAD";
  if (!isSafe && isFromElsewhere(context.req.header("origin"), context.req.header("sec-fetch-site")))
    return context.text("The sandbox takes no form from another site's page.", 403);
  return next();
};

function isThisMachine(host: string | undefined): boolean {
  const url = URL.parse(`http://${host ?? ""}`);
  return url !== null && /^(?:(?:[a-z0-9-]+\.)*localhost|127(?:\.\d+){3}|\[::1\])$/.test(url.hostname);
}

/**
 * "null" is what a page says that has no origin, or hides it, as the sandbox's own do: then what the browser says of the two
 * sites counts. An app's page on this machine is the developer's own.
 */
function isFromElsewhere(origin: string | undefined, site: string | undefined): boolean {
  if (origin === undefined) return site === "cross-site";
  if (origin === "null") return site !== "same-origin";
  return !isThisMachine(URL.parse(origin)?.host);
}
