import { html } from "hono/html";
import type { GraphCall } from "../answer-call.ts";
import { isAppToken } from "../oauth/debug-token.ts";
import { badParameter, noAccessTier, noSuchObject } from "../refusal.ts";
import { success, type WireAnswer } from "../wire.ts";
import { valueGiven } from "./container-parameters.ts";
import { permalink, visiblePost } from "./post-life.ts";

const widest = 658;
const narrowest = 320;

/**
 * A post to be shown on another page. It needs no token; an app's is taken, and a person's is 10/4279067 for an app
 * without App Review.
 *
 * @see https://developers.facebook.com/docs/threads/tools-and-resources/embed-a-threads-post (read 2026-04)
 */
export async function embedPost({ site, parameters, accessToken }: GraphCall): Promise<WireAnswer> {
  if (accessToken !== undefined && !isAppToken(site, accessToken)) throw noAccessTier();
  const url = valueGiven(parameters, "url");
  if (url === undefined) throw badParameter("The parameter url is required");
  const width = Number(valueGiven(parameters, "maxwidth") ?? widest);
  if (!Number.isInteger(width) || width < narrowest || width > widest)
    throw badParameter(`Param maxwidth must be between ${narrowest} and ${widest}`);
  const path = URL.parse(url)?.pathname ?? "";
  const [, code] = /^\/(?:@[^/]+\/post|t)\/([\w-]+)\/?$/.exec(path) ?? [];
  const post = site.world.posts.values().find(({ shortcode }) => shortcode === code);
  if (post === undefined || visiblePost(site, post.id) === undefined) throw noSuchObject(code ?? url);
  const address = permalink(site, post);
  const quote =
    await html`<blockquote class="text-post-media" data-text-post-permalink="${address}"><a href="${address}">${post.content.text}</a></blockquote>`;
  return success({
    version: "1.0",
    type: "rich",
    provider_name: "Threads",
    provider_url: site.baseUrl(),
    width,
    html: String(quote),
  });
}
