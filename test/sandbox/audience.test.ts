import { describe, expect, test } from "vitest";
import { aSandbox } from "./a-sandbox.ts";
import { aPng, aWebServer } from "./a-web-server.ts";

/** A sandbox with one container of each kind at hand, finished and unpublished. */
async function everyKind(more: Record<string, string>) {
  const web = await aWebServer({
    "/a.png": { type: "image/png", body: aPng(80, 60) },
    "/b.mp4": { type: "video/mp4", body: "video" },
  });
  const sandbox = await aSandbox({ people: [{ username: "weaver", isEligibleForGeoGating: true }] });
  const image = { media_type: "IMAGE", image_url: `${web.url}/a.png` };
  const children: string[] = [];
  for (let n = 0; n < 2; n += 1) children.push(await sandbox.create({ ...image, is_carousel_item: "true" }));
  sandbox.clock.advance(2_000);
  const kinds: Record<string, string>[] = [
    { media_type: "TEXT", text: "hello" },
    image,
    { media_type: "VIDEO", video_url: `${web.url}/b.mp4` },
    { media_type: "CAROUSEL", children: children.join(",") },
  ];
  const containers: string[] = [];
  for (const kind of kinds)
    if (more.is_spoiler_media === undefined || kind.media_type !== "TEXT")
      containers.push(await sandbox.create({ ...kind, ...more }));
  sandbox.clock.advance(5_000);
  return { ...sandbox, containers };
}

describe("a post of any kind", () => {
  test.each([
    ["everyone", "EVERYONE"],
    ["accounts_you_follow", "ACCOUNTS_YOU_FOLLOW"],
    ["mentioned_only", "MENTIONED_ONLY"],
    ["parent_post_author_only", "PARENT_POST_AUTHOR_ONLY"],
    ["followers_only", "FOLLOWERS_ONLY"],
  ])("can be answered by %s", async (reply_control, reply_audience) => {
    const { containers, publish, get } = await everyKind({ reply_control });
    for (const container of containers) {
      const id = await publish(container);
      expect((await get(`/${id}`, { fields: "reply_audience" })).json).toEqual({ id, reply_audience });
    }
  });

  test("can be shown in some countries only, by who is eligible", async () => {
    const { containers, publish, get, sandbox } = await everyKind({ allowlisted_country_codes: "DE,JP" });
    expect((await get("/me", { fields: "is_eligible_for_geo_gating" })).json).toMatchObject({
      is_eligible_for_geo_gating: true,
    });
    for (const container of containers) {
      const id = await publish(container);
      const { json } = await get(`/${id}`, { fields: "allowlisted_country_codes" });
      expect(json).toEqual({ id, allowlisted_country_codes: ["DE", "JP"] });
    }
    expect(sandbox.record.posts[0]?.countryCodes).toEqual(["DE", "JP"]);
  });

  test("can be a spoiler, unless it is a text", async () => {
    const { containers, publish, get } = await everyKind({ is_spoiler_media: "true" });
    for (const container of containers) {
      const id = await publish(container);
      expect((await get(`/${id}`, { fields: "is_spoiler_media" })).json).toMatchObject({
        is_spoiler_media: true,
      });
    }
  });
});

test.each(["Germany", "de", "EU", "XX", "DE,ZZ", ","])(
  "refuses the countries %s, also from who is eligible",
  async (allowlisted_country_codes) => {
    const { post } = await aSandbox({ people: [{ username: "weaver", isEligibleForGeoGating: true }] });
    const got = await post("/me/threads", { media_type: "TEXT", text: "a", allowlisted_country_codes });
    expect([got.error, got.message]).toEqual(["100", "THREADS_API__GEO_GATING_INVALID_COUNTRY_CODES"]);
  },
);

test("nobody is eligible for geo-gating unless they are made so", async () => {
  const { get, post } = await aSandbox();
  const field = { fields: "is_eligible_for_geo_gating" };
  expect((await get("/me", field)).json.is_eligible_for_geo_gating).toBe(false);
  const got = await post("/me/threads", { media_type: "TEXT", text: "a", allowlisted_country_codes: "DE" });
  expect(got.message).toBe("THREADS_API__FEATURE_NOT_AVAILABLE");
});
