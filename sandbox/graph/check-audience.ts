import type { GraphCall } from "../answer-call.ts";
import { after, secondMs } from "../clock.ts";
import type { Caller } from "../oauth/check-token.ts";
import { badParameter, missingPermission, noReplyToRepost, notFoundYet } from "../refusal.ts";
import type { Post } from "../world.ts";
import { has, listOf, valueGiven } from "./container-parameters.ts";
import { visiblePost } from "./post-life.ts";

/** Whom a post answers or quotes: it must be there, and the token must allow it. */
export function checkParent(call: GraphCall, { person, token }: Caller): void {
  const { site, parameters } = call;
  const parentId = valueGiven(parameters, "reply_to_id");
  if (parentId !== undefined) {
    const parent = visiblePost(site, parentId);
    if (parent === undefined || isTooNew(call, parent)) throw notFoundYet(parentId);
    if (parent.content.repostOf !== undefined) throw noReplyToRepost();
    const isOwn = parent.personId === person.id;
    const scopes = isOwn ? ["threads_manage_replies"] : ["threads_manage_mentions", "threads_keyword_search"];
    const isAllowed =
      (isOwn && site.behaviour.replyWithoutPermission === "allow-own") ||
      scopes.some((scope) => token.scopes.includes(scope));
    if (!isAllowed) throw missingPermission(site.behaviour.missingPermission);
  }
  const quotedId = valueGiven(parameters, "quote_post_id");
  if (quotedId !== undefined && visiblePost(site, quotedId) === undefined) throw notFoundYet(quotedId);
}

function isTooNew({ site }: GraphCall, parent: Post): boolean {
  return after(parent.publishedAt, site.behaviour.parentDelaySeconds * secondMs) > site.clock.now();
}

/** Who may see a post, and where it was made. */
export function checkAudience({ site, parameters }: GraphCall, { person, token }: Caller): void {
  const countries = valueGiven(parameters, "allowlisted_country_codes");
  if (countries !== undefined) {
    if (listOf(countries).length === 0 || !listOf(countries).every(isCountry))
      throw badParameter("THREADS_API__GEO_GATING_INVALID_COUNTRY_CODES");
    if (person.isEligibleForGeoGating !== true) throw badParameter("THREADS_API__FEATURE_NOT_AVAILABLE");
  }
  if (has(parameters, "location_id") && !token.scopes.includes("threads_location_tagging"))
    throw missingPermission(site.behaviour.missingPermission);
}

const regions = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
/** Names that are known to a computer and are no country. */
const noCountries = new Set(["EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"]);

function isCountry(code: string): boolean {
  return /^[A-Z]{2}$/.test(code) && !noCountries.has(code) && regions.of(code) !== undefined;
}
