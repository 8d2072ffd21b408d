import { expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";

it("holds all ten entries of a WordPress feed whose guids changed with a move to https", async () => {
  const withGuid = (scheme: string) =>
    numbered(10).map((entry) => ({ ...entry, id: `${scheme}://blog.example/?p=${entry.id}` }));
  const blog = await aBlog(withGuid("http"));
  const workshop = await aWorkshop({ feeds: [blog.feedUrl] });
  await workshop.poll();
  blog.entries = withGuid("https");
  workshop.clock.advance({ minutes: 5 });
  await workshop.poll();
  await workshop.publish();
  expect(workshop.posted()).toEqual([]);
  expect(await workshop.tally()).toMatchObject({ skipped: 10, held: 10 });
});
