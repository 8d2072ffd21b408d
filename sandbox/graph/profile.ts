import type { GraphCall } from "../answer-call.ts";
import { type Caller, caller } from "../oauth/check-token.ts";
import { notFoundYet } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Person } from "../world.ts";
import { pictureUrl } from "./profile-picture.ts";
import { readFields } from "./read-fields.ts";

/**
 * Who calls, when the path names a profile: `me` or the caller's own id.
 * Any other id is 24/4279009, also one that lost its last digit on the way through a double.
 */
export function ownProfile(call: GraphCall, ...scopes: string[]): Caller {
  const found = caller(call, ...scopes);
  const who = call.pathPart("who");
  if (who !== "me" && who !== found.person.id) throw notFoundYet(who);
  return found;
}

const profileFields = (site: Site): Record<string, (person: Person) => unknown> => ({
  id: (person) => person.id,
  username: (person) => person.username,
  name: (person) => person.name,
  threads_profile_picture_url: (person) => pictureUrl(site, person),
  threads_biography: (person) => person.biography,
  is_verified: () => false,
  is_eligible_for_geo_gating: (person) => person.isEligibleForGeoGating ?? false,
  recently_searched_keywords: () => undefined,
});

export function readProfile(call: GraphCall): WireAnswer {
  const { person } = ownProfile(call);
  return success(readFields(person, profileFields(call.site), call.parameters.get("fields"), ["id"]));
}
