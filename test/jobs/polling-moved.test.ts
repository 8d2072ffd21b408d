import { expect, it } from "vitest";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aWorkshop } from "../support/a-workshop.ts";

it.each([404, 410])(
  "goes back to the configured address when the one it moved to answers %i",
  async (status) => {
    const [home, away] = [await aBlog(numbered(1)), await aBlog(numbered(1))];
    const workshop = await aWorkshop({ feeds: [home.feedUrl] });
    home.answer = (_, response) => response.writeHead(301, { location: away.feedUrl }).end();
    await workshop.poll();
    home.answer = undefined;
    home.entries = numbered(2);
    away.answer = (_, response) => response.writeHead(status).end();
    for (let tick = 0; tick < 12; tick += 1) {
      workshop.clock.advance({ hours: 1 });
      await workshop.poll();
    }
    expect(await workshop.tally()).toMatchObject({ open: 1 });
  },
);
