import { expect, it } from "vitest";
import { aBlog } from "../support/a-blog.ts";
import { aPost } from "../support/a-post.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";

const further = ["one", "two", "three", "four"].map((name) => `https://${name}.example/`);

/** One post in line with four addresses besides its own, on a Threads that takes `linkLimit` in all. */
async function published(
  linkLimit: number,
  linkLimitAnswer: "message" | "code",
  summary = further.join(" and "),
) {
  const blog = await aBlog();
  const behaviour = { linkLimit, linkLimitAnswer };
  const workshop = await aWorkshop({ feeds: [blog.feedUrl], sandbox: { behaviour } });
  const entry = { title: "A title", summary, link: `${blog.url}/a`, authors: [], tags: [], images: [] };
  const post = aPost({ account, feed: blog.feedUrl, style: "text", entry });
  await workshop.services.ledger.addPost(post);
  for (let look = 0; look < 3; look += 1) await workshop.publish();
  const life = (await workshop.services.ledger.readPost(account, post.id))?.life;
  return { life, texts: workshop.sandbox.record.posts.map(({ text }) => text), link: entry.link };
}

it("five links are posted as they are", async () => {
  const { texts, link } = await published(5, "message");
  expect(texts).toHaveLength(1);
  for (const address of [...further, link]) expect(texts[0]).toContain(address);
});

it.each(["message", "code"] as const)(
  "where Threads takes fewer than its documentation says, only the entry's own link stays (%s)",
  async (answer) => {
    const { life, texts, link } = await published(4, answer);
    expect(life).toMatchObject({ state: "published", without: ["links"] });
    expect(texts).toHaveLength(1);
    expect(texts[0]).toContain(link);
    expect(texts[0]).not.toContain("one.example");
  },
);

it("fails with Meta's name for it where not even that is taken", async () => {
  const { life, texts } = await published(0, "message", "No further address.");
  expect(life).toMatchObject({
    state: "failed",
    words: expect.stringContaining("THREADS_API__LINK_LIMIT_EXCEEDED"),
  });
  expect(texts).toEqual([]);
});
