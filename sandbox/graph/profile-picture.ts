import type { Site } from "../site.ts";
import type { Person } from "../world.ts";

/** Where a profile's picture is: the initial that the pages show. */
export function pictureUrl(site: Site, person: Person | undefined): string | undefined {
  return person === undefined ? undefined : `${site.baseUrl()}/@${person.username}/picture.svg`;
}
