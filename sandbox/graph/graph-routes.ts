import { Hono } from "hono";
import { answerCall, type HonoEnvironment, type SandboxContext, type Work } from "../answer-call.ts";
import type { CallKind } from "../faults.ts";
import { debugToken, giveAppToken } from "../oauth/debug-token.ts";
import { exchangeCode } from "../oauth/exchange-code.ts";
import { exchangeForLongLived, refreshLongLived } from "../oauth/long-lived-token.ts";
import type { Parameters } from "../parameters.ts";
import { noSuchObject } from "../refusal.ts";
import type { Site } from "../site.ts";
import { readContainer } from "./container-status.ts";
import { createContainer } from "./create-container.ts";
import { listMentions, listProfilePosts, lookUpProfile, searchPosts } from "./discover.ts";
import { embedPost } from "./embed-post.ts";
import { readMediaInsights, readProfileInsights } from "./insights.ts";
import { isLocation, readLocation, searchLocations } from "./locations.ts";
import { manageReply, repost } from "./manage-post.ts";
import { readProfile } from "./profile.ts";
import { publishContainer } from "./publish-container.ts";
import { readPublishingLimit } from "./quotas.ts";
import { deletePost, listPosts, listReplies, readPost } from "./read-posts.ts";

/** The Graph host's calls, served with `/v1.0` and without. */
export function graphRoutes(site: Site): Hono<HonoEnvironment> {
  const routes = new Hono<HonoEnvironment>({ strict: false });
  const answers = (kind: CallKind | ((parameters: Parameters) => CallKind), work: Work) => {
    const kindOf = typeof kind === "function" ? kind : () => kind;
    return (context: SandboxContext) => answerCall(site, context, kindOf, work);
  };

  const isAppGrant = (parameters: Parameters) => parameters.get("grant_type") === "client_credentials";
  routes.on(
    ["GET", "POST"],
    "/oauth/access_token",
    answers(
      (parameters) => (isAppGrant(parameters) ? "app-token" : "exchange-code"),
      (call) => (isAppGrant(call.parameters) ? giveAppToken(call) : exchangeCode(call)),
    ),
  );
  routes.get("/access_token", answers("exchange-long", exchangeForLongLived));
  routes.get("/refresh_access_token", answers("refresh", refreshLongLived));
  routes.get("/debug_token", answers("debug-token", debugToken));

  const profile = "/:who{me|[0-9]+}";
  routes.post(`${profile}/threads`, answers("create", createContainer));
  routes.post(`${profile}/threads_publish`, answers("publish", publishContainer));
  routes.get(
    `${profile}/threads`,
    answers("own-posts", (call) => listPosts(call, "posts")),
  );
  // A profile's replies or a post's; an id that is neither is taken for a wrong profile.
  routes.get(`${profile}/replies`, (context) => {
    const id = context.req.param("who");
    if (!site.world.posts.has(id))
      return answerCall(
        site,
        context,
        () => "own-posts",
        (call) => listPosts(call, "replies"),
      );
    return answerCall(
      site,
      context,
      () => "replies",
      (call) => listReplies({ ...call, pathPart: () => id }, "replies"),
    );
  });
  routes.get(
    "/:id{[0-9]+}/conversation",
    answers("conversation", (call) => listReplies(call, "conversation")),
  );
  const others: [path: string, work: Work][] = [
    [`${profile}/threads_insights`, readProfileInsights],
    [`${profile}/mentions`, listMentions],
    [`${profile}/ghost_posts`, (call) => listPosts(call, "ghosts")],
    ["/:id{[0-9]+}/insights", readMediaInsights],
    ["/keyword_search", searchPosts],
    ["/profile_lookup", lookUpProfile],
    ["/profile_posts", listProfilePosts],
    ["/location_search", searchLocations],
    ["/oembed", embedPost],
  ];
  for (const [path, work] of others) routes.get(path, answers("other", work));
  routes.post("/:id{[0-9]+}/repost", answers("other", repost));
  routes.post("/:id{[0-9]+}/manage_reply", answers("other", manageReply));
  routes.get(`${profile}/threads_publishing_limit`, answers("limit", readPublishingLimit));
  routes.get("/:who{me}", answers("me", readProfile));
  routes.delete("/:id{[0-9]+}", answers("delete", deletePost));
  // One address for four kinds of object; the id says which it is.
  routes.get("/:id{[0-9]+}", (context) => {
    const id = context.req.param("id");
    if (site.world.people.has(id))
      return answerCall(
        site,
        context,
        () => "me",
        (call) => readProfile({ ...call, pathPart: () => id }),
      );
    if (site.world.containers.has(id)) return answerCall(site, context, () => "status", readContainer);
    if (isLocation(id)) return answerCall(site, context, () => "other", readLocation);
    return answerCall(site, context, () => "post", readPost);
  });
  return routes;
}

/** Anything else a program asks for: Meta has no 404 for it. */
export function unknownCall(site: Site, context: SandboxContext): Promise<Response> {
  return answerCall(
    site,
    context,
    () => "other",
    () => {
      throw noSuchObject(context.req.path.split("/").findLast((part) => part !== "") ?? "");
    },
  );
}
