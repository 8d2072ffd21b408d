import { describe, expect, it } from "vitest";
import { freshLife, type Post, type Style } from "../../functions/core/post.ts";
import type { SandboxOptions } from "../../sandbox/start-sandbox.ts";
import { aPng, aWebServer } from "../sandbox/a-web-server.ts";
import { aBlog } from "../support/a-blog.ts";
import { aPost } from "../support/a-post.ts";
import { account, aWorkshop, type Workshop } from "../support/a-workshop.ts";

const words = (part: string) => Array.from({ length: 120 }, (_, index) => `${part}${index}`).join(" ");
const longText = ["one", "two", "three"].map((part) => words(part)).join(" ");

/** A workshop with one post in line, and what an owner could see of it. */
async function withPost(
  style: Style,
  entry: Partial<Post["entry"]>,
  sandbox: SandboxOptions = {},
  named: Partial<Post> = {},
) {
  const blog = await aBlog();
  const workshop = await aWorkshop({ feeds: [blog.feedUrl], sandbox });
  const whole = { title: "A title", link: `${blog.url}/a`, authors: [], tags: [], images: [], ...entry };
  const post = aPost({ account, feed: blog.feedUrl, style, entry: whole, ...named });
  await workshop.services.ledger.addPost(post);
  return { workshop, post };
}

const lifeOf = async ({ services }: Workshop, { id }: Post) =>
  (await services.ledger.readPost(account, id))?.life ?? freshLife;

async function publishForHours(workshop: Workshop, hours: number): Promise<void> {
  for (let tick = 0; tick < hours * 12; tick += 1) {
    await workshop.publish();
    workshop.clock.advance({ minutes: 5 });
  }
}

/** Where pictures and a video are, and addresses with nothing of use. */
async function mediaServer() {
  const { url } = await aWebServer({
    ...Object.fromEntries(
      [0, 1, 2].map((index) => [`/picture-${index}.png`, { type: "image/png", body: aPng(800, 600) }]),
    ),
    "/video.mp4": { type: "video/mp4", body: "video" },
  });
  const pictures = [0, 1, 2].map((index) => ({
    url: `${url}/picture-${index}.png`,
    alt: `Picture ${index}`,
  }));
  return { pictures, video: `${url}/video.mp4`, bad: (name: string) => ({ url: `${url}/${name}.png` }) };
}

const pictures = async (count: number) => (await mediaServer()).pictures.slice(0, count);

describe("a carousel", () => {
  it("is made of children, each ready before it, and counts as one post", async () => {
    const { workshop, post } = await withPost("carousel", { images: await pictures(3) });
    await publishForHours(workshop, 1);
    const [posted, another] = workshop.sandbox.record.posts;
    expect(another).toBeUndefined();
    expect(posted).toMatchObject({ mediaType: "CAROUSEL", text: expect.stringContaining("A title") });
    expect(posted?.children?.map(({ altText }) => altText)).toEqual(["Picture 0", "Picture 1", "Picture 2"]);
    expect(await lifeOf(workshop, post)).toMatchObject({ state: "published", without: [] });
  });

  it("waits for its children with its place held, and costs a look or two a run meanwhile", async () => {
    const { workshop, post } = await withPost(
      "carousel",
      { images: await pictures(2) },
      { behaviour: { imageReadySeconds: 400 } },
    );
    await workshop.publish();
    expect(await lifeOf(workshop, post)).toMatchObject({
      state: "pending",
      waitsFor: "Threads is still processing it",
    });
    const calls = workshop.sandbox.record.calls.length;
    await workshop.publish();
    expect(workshop.sandbox.record.calls.length - calls).toBeLessThanOrEqual(2);
    await publishForHours(workshop, 1);
    expect(workshop.sandbox.record.posts).toHaveLength(1);
    expect(workshop.sandbox.record.containers.filter(({ isCarouselItem }) => isCarouselItem)).toHaveLength(2);
  });

  it.each(["error-later", "refuse-at-creation"] as const)(
    "goes without a picture that Threads does not take (%s)",
    async (badImage) => {
      const { pictures, bad } = await mediaServer();
      const { workshop, post } = await withPost(
        "carousel",
        { images: [...pictures.slice(0, 1), bad("none"), ...pictures.slice(2)] },
        { behaviour: { badImage } },
      );
      await publishForHours(workshop, 1);
      const [posted, another] = workshop.sandbox.record.posts;
      expect(another).toBeUndefined();
      expect(posted?.children?.map(({ altText }) => altText)).toEqual(["Picture 0", "Picture 2"]);
      expect(await lifeOf(workshop, post)).toMatchObject({ state: "published", without: ["picture"] });
    },
  );

  it("of which one picture is left is a picture, and of which none is left a link", async () => {
    const { pictures, bad } = await mediaServer();
    const one = await withPost("carousel", { images: [bad("none"), ...pictures.slice(0, 1)] });
    await publishForHours(one.workshop, 1);
    expect(one.workshop.sandbox.record.posts).toMatchObject([
      { mediaType: "IMAGE", imageUrl: pictures[0]?.url },
    ]);
    const none = await withPost("carousel", { images: [bad("none"), bad("no-other")] });
    await publishForHours(none.workshop, 2);
    expect(none.workshop.sandbox.record.posts).toMatchObject([
      { mediaType: "TEXT", link: none.post.entry.link },
    ]);
  });

  it("whose children Threads does not see yet is asked for again, then made of new ones", async () => {
    const { workshop } = await withPost("carousel", { images: await pictures(2) });
    const answer = { kind: "error", http: 400, code: 100, subcode: 4_279_004 } as const;
    // The third and later creations are the carousel's own.
    workshop.sandbox.faults.plan({ call: "create", nth: 3, times: 4, effect: "before", answer });
    await publishForHours(workshop, 1);
    expect(workshop.sandbox.record.posts).toHaveLength(1);
    expect(workshop.sandbox.record.containers.filter(({ isCarouselItem }) => isCarouselItem)).toHaveLength(4);
  });

  it("whose children expired while it was held is made of new ones", async () => {
    const { workshop } = await withPost(
      "carousel",
      { images: await pictures(2) },
      { behaviour: { imageReadySeconds: 60 } },
    );
    await workshop.publish();
    workshop.clock.advance({ hours: 25 });
    await publishForHours(workshop, 1);
    expect(workshop.sandbox.record.posts).toHaveLength(1);
    expect(workshop.sandbox.record.containers.filter(({ isCarouselItem }) => isCarouselItem)).toHaveLength(4);
  });
});

describe("a video", () => {
  it("is waited for as long as Threads takes, and goes out", async () => {
    const media = await mediaServer();
    const { workshop } = await withPost(
      "video",
      { videos: [media.video] },
      { behaviour: { videoReadySeconds: 170 } },
    );
    await workshop.publish();
    expect(workshop.sandbox.record.posts).toHaveLength(0);
    await publishForHours(workshop, 1);
    expect(workshop.sandbox.record.posts).toMatchObject([{ mediaType: "VIDEO", videoUrl: media.video }]);
  });

  it("that Threads cannot use costs the video, not the post", async () => {
    const media = await mediaServer();
    const { workshop, post } = await withPost(
      "video",
      { videos: [media.video] },
      { behaviour: { videoFailure: "INVALID_DURATION" } },
    );
    await publishForHours(workshop, 2);
    expect(workshop.sandbox.record.posts).toMatchObject([{ mediaType: "TEXT", link: post.entry.link }]);
  });
});

describe("who may see and answer", () => {
  it("is said with every kind", async () => {
    const audience = { replyControl: "followers_only", countries: ["DE", "AT"] } as const;
    const named = { ...audience, countries: [...audience.countries], isSpoiler: true, topicTag: "Bees" };
    const { workshop } = await withPost(
      "image",
      { images: await pictures(1) },
      { people: [{ username: account, isEligibleForGeoGating: true }] },
      named,
    );
    await publishForHours(workshop, 1);
    expect(workshop.sandbox.record.posts).toMatchObject([
      {
        mediaType: "IMAGE",
        replyControl: "followers_only",
        countryCodes: ["DE", "AT"],
        isSpoiler: true,
        topicTag: "Bees",
      },
    ]);
  });
});

describe("a chain", () => {
  const parts = (workshop: Workshop) =>
    workshop.sandbox.record.posts.map(({ id, replyToId }) => ({ id, replyToId }));
  /** Every part replies to the one before it. */
  function expectWholeChain(workshop: Workshop): void {
    const all = parts(workshop);
    expect(all.length).toBeGreaterThan(3);
    expect(all.map(({ replyToId }) => replyToId)).toEqual([
      undefined,
      ...all.slice(0, -1).map(({ id }) => id),
    ]);
    const text = workshop.sandbox.record.posts.map((post) => post.text).join(" ");
    for (const word of longText.split(" ")) expect(text.split(word).length).toBeGreaterThan(1);
  }

  it("is a post and its replies, each to the one before, and ends with the address of the first", async () => {
    const { workshop, post } = await withPost("chain", { body: longText });
    await publishForHours(workshop, 1);
    expectWholeChain(workshop);
    const [root, ...replies] = parts(workshop);
    const life = await lifeOf(workshop, post);
    expect(life).toMatchObject({
      state: "published",
      mediaId: root?.id,
      replies: replies.map(({ id }) => id),
    });
    expect(life).toHaveProperty("permalink", expect.stringMatching(/\/@bronzfronz\/post\//));
    expect(workshop.events.filter(({ type }) => type === "PostPublished")).toHaveLength(1);
  });

  it("waits until the part before is visible", async () => {
    const { workshop } = await withPost(
      "chain",
      { body: longText },
      { behaviour: { parentDelaySeconds: 20 } },
    );
    await publishForHours(workshop, 3);
    expectWholeChain(workshop);
  });

  it.each([1, 2, 3, 4])(
    "goes on behind part %i when its answer was lost, and never starts anew",
    async (nth) => {
      const { workshop } = await withPost("chain", { body: longText }, { behaviour: { feedLagSeconds: 45 } });
      workshop.sandbox.faults.plan({ call: "publish", nth, effect: "after", answer: { kind: "reset" } });
      await publishForHours(workshop, 2);
      expectWholeChain(workshop);
    },
  );

  it("that breaks off for good has failed, and tried again goes on where it stopped", async () => {
    const { workshop, post } = await withPost("chain", { body: longText });
    const answer = { kind: "error", http: 400, code: 506 } as const;
    workshop.sandbox.faults.plan({ call: "create", nth: 3, effect: "before", answer });
    await publishForHours(workshop, 1);
    expect(parts(workshop)).toHaveLength(2);
    expect(await lifeOf(workshop, post)).toMatchObject({ state: "failed", reason: "506" });
    await workshop.publish({ account, retry: "all" });
    await publishForHours(workshop, 1);
    expectWholeChain(workshop);
  });

  it("whose first part was deleted meanwhile fails and says so", async () => {
    const { workshop, post } = await withPost(
      "chain",
      { body: longText },
      { behaviour: { vanishAfterSeconds: 3, parentDelaySeconds: 5 } },
    );
    await publishForHours(workshop, 1);
    const life = await lifeOf(workshop, post);
    expect(life).toMatchObject({
      state: "failed",
      words: expect.stringContaining("is gone from the profile"),
    });
  });

  it("of which a part cannot be found is held, and released goes on", async () => {
    const { workshop, post } = await withPost(
      "chain",
      { body: longText },
      { behaviour: { feedLagSeconds: 7200 } },
    );
    workshop.sandbox.faults.plan({ call: "publish", nth: 2, effect: "after", answer: { kind: "reset" } });
    await publishForHours(workshop, 2);
    expect(await lifeOf(workshop, post)).toMatchObject({ state: "held", reason: "outcome-unknown" });
    await publishForHours(workshop, 1);
    await workshop.publish({ account, release: "all" });
    await publishForHours(workshop, 1);
    expectWholeChain(workshop);
  });

  it("is asked to connect with the permissions that replies need", async () => {
    const blog = await aBlog();
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, style: "chain" }] });
    expect(workshop.services.configuration.scopes).toEqual([
      "threads_basic",
      "threads_content_publish",
      "threads_manage_replies",
      "threads_read_replies",
    ]);
  });
});
