import { readFileSync } from "node:fs";
import type { Hono } from "hono";
import type { HonoEnvironment, SandboxContext } from "../answer-call.ts";
import { unknownCall } from "../graph/graph-routes.ts";
import { isGone } from "../graph/post-life.ts";
import type { Site } from "../site.ts";
import { avatar } from "./avatar.ts";
import { frontPage, notFoundPage } from "./front-page.ts";
import { keptMedia } from "./kept-media.ts";
import { pageHeaders } from "./page-headers.ts";
import { postPage, profilePage } from "./profile-page.ts";

const beside = (file: string): string => readFileSync(new URL(file, import.meta.url), "utf8");

/** The pages a person looks at, and the files they are made of. */
export function pageRoutes(app: Hono<HonoEnvironment>, site: Site): void {
  app.get("/", (context) => context.html(frontPage(site), 200, pageHeaders()));

  app.get("/:at{@[^/]+}", (context) => {
    const person = site.world.personNamed(context.req.param("at").slice(1));
    if (person === undefined) return nothingHere(context);
    return context.html(profilePage(site, person), 200, pageHeaders());
  });

  app.get("/:at{@[^/]+}/picture.svg", async (context) => {
    const person = site.world.personNamed(context.req.param("at").slice(1));
    if (person === undefined) return nothingHere(context);
    const headers = { ...pageHeaders(), "Content-Type": "image/svg+xml" };
    return context.body(String(await avatar(person, 320)), 200, headers);
  });

  app.get("/:at{@[^/]+}/post/:shortcode", (context) => {
    const person = site.world.personNamed(context.req.param("at").slice(1));
    const code = context.req.param("shortcode");
    const post = site.world.posts
      .values()
      .find((one) => one.shortcode === code && one.personId === person?.id);
    if (person === undefined || post === undefined || isGone(post, site.clock.now()))
      return nothingHere(context);
    return context.html(postPage(site, person, post), 200, pageHeaders());
  });

  app.get("/media/:file", (context) => {
    const file = context.req.param("file");
    return keptMedia(site.media, file, context.req.header("range")) ?? nothingHere(context);
  });

  app.get("/sandbox.css", (context) =>
    context.body(beside("sandbox.css"), 200, { ...pageHeaders(), "Content-Type": "text/css; charset=UTF-8" }),
  );
  app.get("/sandbox.svg", (context) =>
    context.body(beside("sandbox.svg"), 200, { ...pageHeaders(), "Content-Type": "image/svg+xml" }),
  );

  app.notFound((context) => {
    const wantsPage = context.req.header("accept")?.includes("text/html") === true;
    return wantsPage ? nothingHere(context) : unknownCall(site, context);
  });
}

function nothingHere(context: SandboxContext): Response | Promise<Response> {
  return context.html(notFoundPage(), 404, pageHeaders());
}
