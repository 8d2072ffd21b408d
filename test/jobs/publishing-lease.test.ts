import { expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { createHandler } from "../../functions/publisher/handler.ts";
import { aBlog } from "../support/a-blog.ts";
import { account, aWorkshop } from "../support/a-workshop.ts";
import { aroundCalls } from "../support/around-calls.ts";

// A step makes up to three calls that may each take a minute; one publish was seen to take 222 s.
it.each(["createContainer", "publishContainer"] as const)(
  "a publisher whose %s takes 230 s still has its account to itself",
  async (method) => {
    const blog = await aBlog();
    blog.entries = [{ id: "1", title: "First", publishedAt: "Fri, 20 Nov 2026 08:00:00 GMT" }];
    const { services, clock, poll, posted } = await aWorkshop({
      feeds: [{ url: blog.feedUrl, backfill: 1, style: "text" }],
    });
    await poll();
    const taken: boolean[] = [];
    const threads = aroundCalls(services.threads, method, async (call) => {
      clock.advance({ seconds: 230 });
      const [now, until] = [clock.now(), new Date(clock.now().getTime() + 240_000)];
      taken.push(await services.ledger.takeLease(account, "another", now, until));
      return call();
    });
    await createHandler({ ...services, threads })({}, invocation("publisher"));
    expect(taken).toEqual([false]);
    expect(posted()).toEqual(["First"]);
  },
);
