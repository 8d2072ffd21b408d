import { describe, expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { createHandler } from "../../functions/publisher/handler.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

const aQuietWorkshop = async () => aWorkshop({ feeds: [(await aBlog()).feedUrl] });

describe("a post that a person gives the publisher", () => {
  it("goes out with its link as a card and its topic, and the answer says where it is", async () => {
    const workshop = await aQuietWorkshop();
    const payload = {
      account,
      text: "Hello from the console",
      link: "https://blog.example/a",
      topicTag: "Weaving",
      key: "hello",
    };
    const { post } = await workshop.publish(payload);
    expect(post).toMatchObject({
      title: "Hello from the console",
      state: "published",
      permalink: expect.stringContaining("/post/"),
    });
    expect(workshop.sandbox.record.posts).toMatchObject([
      {
        text: "Hello from the console",
        link: "https://blog.example/a",
        topicTag: "Weaving",
        mediaType: "TEXT",
      },
    ]);
  });

  it("goes out as a picture with its description and the link in the text", async () => {
    const workshop = await aQuietWorkshop();
    const { url } = await aBlog();
    await workshop.publish({
      account,
      text: "Look",
      link: "https://blog.example/a",
      imageUrl: `${url}/picture.png`,
      altText: "Grey",
    });
    expect(workshop.sandbox.record.posts).toMatchObject([
      { text: "Look\n\nhttps://blog.example/a", imageUrl: `${url}/picture.png`, altText: "Grey" },
    ]);
  });

  it("goes out once for its key, and the second answer says so", async () => {
    const workshop = await aQuietWorkshop();
    const payload = { account, text: "Once", key: "k1" };
    await workshop.publish(payload);
    const { post } = await workshop.publish(payload);
    expect(post).toMatchObject({ state: "published", repeated: true });
    await workshop.publish({ ...payload, key: "k2" });
    expect(workshop.posted()).toEqual(["Once", "Once"]);
  });

  it("without a key is one post for each call, and one for all repetitions of a call", async () => {
    const workshop = await aQuietWorkshop();
    const publisher = createHandler(workshop.services);
    const [first, second] = [invocation("publisher"), invocation("publisher")];
    for (const context of [first, first, second]) await publisher({ account, text: "Hi" }, context);
    expect(workshop.posted()).toEqual(["Hi", "Hi"]);
  });

  it("waits its turn behind what is in line", async () => {
    const blog = await aBlog(numbered(2));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 9 }] });
    await workshop.poll();
    await workshop.publish({ account, text: "By hand" });
    expect(workshop.posted()).toEqual(["Entry 1", "Entry 2", "By hand"]);
  });

  it.each([
    [
      "a text that is too long",
      { text: "x".repeat(501) },
      /text is 501 long as Threads counts, and 500 is the limit; shorten it by 1/,
    ],
    [
      "a text that is too long with its link",
      { text: "x".repeat(490), link: "https://blog.example/a", imageUrl: "https://blog.example/a.png" },
      /with the link, which stands in the text of a picture.*shorten it by 14/,
    ],
    [
      "too many links",
      { text: [1, 2, 3, 4, 5].map((n) => `https://blog.example/${n}`).join(" ") },
      /text has 5 links, and 4 besides the post's own are the limit/,
    ],
    ["no text", { link: "https://blog.example/a" }, /expected string, received undefined.*at text/],
    ["an empty text", { text: " " }, /must not be empty.*at text/],
    [
      "a link that is none",
      { text: "a", link: "blog.example" },
      /must be an address that begins with https:\/\/ or http:\/\/.*at link/,
    ],
    [
      "a topic with a point",
      { text: "a", topicTag: "a.b" },
      /must be 1 to 50 characters without \. and &.*at topicTag/,
    ],
    ["a field it does not know", { text: "a", imgeUrl: "x" }, /there is no field "imgeUrl"/],
    [
      "a stranger",
      { account: "stranger", text: "a" },
      /this account is not configured; configured are bronzfronz/,
    ],
  ])("is refused with REQUEST_INVALID for %s, and nothing is written", async (_, fields, sentence) => {
    const workshop = await aQuietWorkshop();
    await expect(workshop.publish({ account, ...fields })).rejects.toMatchObject({
      code: "REQUEST_INVALID",
      message: expect.stringMatching(sentence),
    });
    expect(Object.values(await workshop.tally()).every((count) => count === 0)).toBe(true);
  });
});

describe("a dry run of the publisher", () => {
  it("answers with the exact requests for a post by hand, and does nothing", async () => {
    const workshop = await aQuietWorkshop();
    const { post } = await workshop.publish({
      account,
      text: "Hello",
      link: "https://blog.example/a",
      dryRun: true,
    });
    expect(post).toMatchObject({
      state: "pending",
      requests: [
        {
          method: "POST",
          path: "/v1.0/me/threads",
          parameters: {
            media_type: "TEXT",
            text: "Hello",
            link_attachment: "https://blog.example/a",
            access_token: "[secret]",
          },
        },
        { method: "POST", path: "/v1.0/me/threads_publish" },
      ],
    });
    expect(workshop.sandbox.record.calls).toEqual([]);
    expect((await workshop.tally()).open).toBe(0);
  });

  it.each([{}, { account }])("shows what is in line for %o, and does nothing", async (payload) => {
    const blog = await aBlog(numbered(2));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 9 }] });
    await workshop.poll();
    const { previews } = await workshop.publish({ ...payload, dryRun: true });
    expect(previews?.[0]?.posts.map(({ title, state }) => [title, state])).toEqual([
      ["Entry 1", "pending"],
      ["Entry 2", "pending"],
    ]);
    expect(workshop.posted()).toEqual([]);
    expect((await workshop.tally()).open).toBe(2);
  });
});

describe("the owner's word", () => {
  /** A workshop with a flood of seven that is held. */
  async function withFlood() {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, floodLimit: 5 }] });
    await workshop.poll();
    blog.entries = numbered(8);
    workshop.clock.advance({ minutes: 5 });
    await workshop.poll();
    const held = await workshop.services.ledger.posts(account, "held", { limit: 9 });
    return { workshop, ids: held.map(({ id }) => id) };
  }

  it("releases a flood, in order, and saying it again does nothing", async () => {
    const { workshop } = await withFlood();
    const { changed } = await workshop.publish({ account, release: "all" });
    expect(changed).toHaveLength(7);
    expect(workshop.posted()).toEqual([2, 3, 4, 5, 6, 7, 8].map((number) => `Entry ${number}`));
    expect((await workshop.publish({ account, release: "all" })).changed).toEqual([]);
    expect(workshop.posted()).toHaveLength(7);
  });

  it("releases one and drops another, and every entry stays accounted for", async () => {
    const { workshop, ids } = await withFlood();
    await workshop.publish({ account, release: ids[1] });
    const { changed } = await workshop.publish({ account, drop: ids[0] });
    expect(changed).toMatchObject([
      {
        state: "skipped",
        why: expect.stringMatching(/^dropped by its owner; it was held: 7 new entries at once/),
      },
    ]);
    expect(workshop.posted()).toEqual(["Entry 3"]);
    expect(await workshop.tally()).toMatchObject({ published: 1, held: 5, skipped: 2 });
  });

  it("starts a failed post anew", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
    await workshop.poll();
    workshop.sandbox.faults.plan({
      call: "create",
      effect: "before",
      answer: { kind: "error", http: 400, code: 506 },
    });
    await workshop.publish();
    expect(await workshop.tally()).toMatchObject({ failed: 1 });
    await workshop.publish({ account, retry: "all" });
    expect(workshop.posted()).toEqual(["Entry 1"]);
  });

  it.each([
    ["a post that is not there", { release: "nobody" }, /@bronzfronz has no such post/],
    ["two words at once", { release: "all", drop: "all" }, /name one of release, retry, drop/],
  ])("is refused with REQUEST_INVALID for %s", async (_, words, sentence) => {
    const { workshop } = await withFlood();
    await expect(workshop.publish({ account, ...words })).rejects.toMatchObject({
      code: "REQUEST_INVALID",
      message: expect.stringMatching(sentence),
    });
  });

  it("cannot drop a post that may be going out at this moment", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
    await workshop.poll();
    workshop.sandbox.faults.plan({ call: "publish", effect: "before", answer: { kind: "reset" } });
    await workshop.publish();
    const [post] = await workshop.services.ledger.posts(account, "open", { limit: 1 });
    await expect(workshop.publish({ account, drop: post?.id })).rejects.toThrow(
      /may be going out at this moment/,
    );
  });
});
