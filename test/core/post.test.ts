import { describe, expect, it } from "vitest";
import {
  freshLife,
  isOpen,
  isOpenPost,
  type PostLife,
  postSchema,
  shelfOf,
  withLife,
} from "../../functions/core/post.ts";
import { aContainer, afterNoon, anEffort, aPending, aPost, aPublishing, noon } from "../support/a-post.ts";

const held = (reason: Extract<PostLife, { state: "held" }>["reason"]): PostLife => ({
  state: "held",
  reason,
  words: "why",
  at: noon,
  resumeAs: aPublishing({ doubtfulSince: noon, isNotYetThere: true }),
});

const lives: [string, PostLife, string][] = [
  ["fresh", freshLife, "open"],
  ["waiting", aPending({ notBefore: afterNoon({ minutes: 5 }), waitsFor: "the quota" }), "open"],
  ["after refusals", aPending({ effort: anEffort({ refusals: 3, without: ["card", "length"] }) }), "open"],
  ["with a container", aContainer(), "open"],
  [
    "with a picture's container",
    aContainer({
      content: { kind: "image", text: "", imageUrl: "https://a.example/1.jpg", altText: "A cat" },
    }),
    "open",
  ],
  ["being published", aPublishing(), "open"],
  [
    "in doubt",
    aPublishing({ doubtfulSince: noon, isNotYetThere: true, notBefore: noon, waitsFor: "…" }),
    "open",
  ],
  ["published", { state: "published", publishedAt: noon, containerId: "17", without: ["card"] }, "published"],
  [
    "published and found",
    {
      state: "published",
      publishedAt: noon,
      containerId: "17",
      mediaId: "18",
      permalink: "https://…",
      without: [],
    },
    "published",
  ],
  ["skipped", { state: "skipped", reason: "backfill", words: "why", at: noon }, "skipped"],
  ["held for a new connect", held("reconnect"), "reconnect"],
  ["held in a flood", held("flood"), "held"],
  ["held in doubt", held("outcome-unknown"), "held"],
  ["held by a restriction", held("restricted"), "held"],
  ["failed", { state: "failed", reason: "100/33", words: "Meta's words", at: noon }, "failed"],
];

describe("a post", () => {
  it.each(lives)("%s comes back from a store as it was", (_, life) => {
    const post = aPost({ life });
    expect(postSchema.parse(JSON.parse(JSON.stringify(postSchema.encode(post))))).toEqual(post);
  });

  it.each(lives)("%s stands on its shelf", (_, life, shelf) => {
    expect(shelfOf(life)).toBe(shelf);
    expect([isOpen(life), isOpenPost(aPost({ life }))]).toEqual([shelf === "open", shelf === "open"]);
  });

  it("is one version on with its next state, and otherwise as it was", () => {
    const post = aPost({ version: 7 });
    expect(withLife(post, aContainer())).toEqual({ ...post, life: aContainer(), version: 8 });
    expect(post).toEqual(aPost({ version: 7 }));
  });

  it.each([
    ["a state that nobody knows", { ...aPost(), life: { state: "lost" } }],
    [
      "a publishing without the container that would settle it",
      { ...aPost(), life: { ...freshLife, state: "publishing" } },
    ],
    ["a version of nothing", { ...aPost(), version: 0 }],
  ])("is refused when a store gives back %s", (_, stored) => {
    expect(postSchema.safeParse(JSON.parse(JSON.stringify(stored))).success).toBe(false);
  });
});
