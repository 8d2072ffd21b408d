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
import { readProfile } from "./profile.ts";
import { publishContainer } from "./publish-container.ts";
import { readPublishingLimit } from "./quotas.ts";
import { deletePost, listPosts, listReplies, readPost } from "./read-posts.ts";

/** The Graph host's calls, served with `/v1.0` and without. */
export function graphRoutes(site: Site): Hono<HonoEnvironment> {
  const routes = new Hono<HonoEnvironment>();
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
  routes.get(`${profile}/threads_publishing_limit`, answers("limit", readPublishingLimit));
  routes.get("/:who{me}", answers("me", readProfile));
  routes.delete("/:id{[0-9]+}", answers("delete", deletePost));
  // One address for three kinds of object; the id says which it is.
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
      throw noSuchObject(context.req.path.split("/").at(-1) ?? "");
    },
  );
}
