import type { GraphCall } from "../answer-call.ts";
import { after, dayMs, secondMs } from "../clock.ts";
import { caller } from "../oauth/check-token.ts";
import { missingPermission } from "../refusal.ts";
import type { Site } from "../site.ts";
import { success, type WireAnswer } from "../wire.ts";
import type { Post } from "../world.ts";
import { ownProfile } from "./profile.ts";
import { readFields } from "./read-fields.ts";

export type Quota = "posts" | "replies" | "deletes";

const countedAt: Record<Quota, (post: Post) => Date | undefined> = {
  posts: (post) => (post.content.replyToId === undefined ? post.publishedAt : undefined),
  replies: (post) => (post.content.replyToId === undefined ? undefined : post.publishedAt),
  deletes: (post) => post.deletedAt,
};

/** What a profile did in the 24 hours before an instant. A deleted post still counts as posted. */
export function usedOfQuota(site: Site, personId: string, quota: Quota, until: Date): number {
  const from = after(until, -dayMs);
  let used = 0;
  for (const post of site.world.posts.values()) {
    const at = countedAt[quota](post);
    if (post.personId === personId && at !== undefined && at > from && at <= until) used += 1;
  }
  return used;
}

/** Each figure needs the permission it is about. */
const scopes: Readonly<Record<string, string>> = {
  reply_quota_usage: "threads_manage_replies",
  reply_config: "threads_manage_replies",
  delete_quota_usage: "threads_delete",
  delete_config: "threads_delete",
  location_search_quota_usage: "threads_location_tagging",
  location_search_config: "threads_location_tagging",
};

export function readPublishingLimit(call: GraphCall): WireAnswer {
  const { site } = call;
  const { behaviour } = site;
  const { person, token } = ownProfile(call, "threads_content_publish");
  const wanted = call.parameters.get("fields") ?? "quota_usage,config";
  for (const field of wanted.split(",")) {
    const scope = scopes[field.trim()];
    if (scope !== undefined && !token.scopes.includes(scope))
      throw missingPermission(behaviour.missingPermission);
  }
  // The counters are reported to lag about a minute behind what is enforced.
  const until = after(site.clock.now(), -behaviour.quotaLagSeconds * secondMs);
  const used = (quota: Quota) => () => usedOfQuota(site, person.id, quota, until);
  const total = (quota: number) => () => ({ quota_total: quota, quota_duration: dayMs / secondMs });
  const known = {
    id: () => undefined,
    quota_usage: used("posts"),
    config: total(behaviour.postQuota),
    reply_quota_usage: used("replies"),
    reply_config: total(behaviour.replyQuota),
    delete_quota_usage: used("deletes"),
    delete_config: total(behaviour.deleteQuota),
    location_search_quota_usage: () => 0,
    location_search_config: total(500),
  };
  return success({ data: [readFields(person, known, wanted, [])] });
}

/** Whether the caller may delete one more post within these 24 hours. */
export function roomToDelete(call: GraphCall): boolean {
  const { person } = caller(call, "threads_delete");
  const used = usedOfQuota(call.site, person.id, "deletes", call.site.clock.now());
  return used < call.site.behaviour.deleteQuota;
}
