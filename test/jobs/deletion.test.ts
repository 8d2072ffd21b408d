import { describe, expect, it } from "vitest";
import { FeedloomError } from "../../functions/core/errors.ts";
import { freshLife } from "../../functions/core/post.ts";
import { held } from "../../functions/core/post-life.ts";
import { account, aDesk, type Desk, planted, request } from "../support/a-callback-desk.ts";
import { aroundCalls } from "../support/around-calls.ts";
import { aPost, lives } from "../support/ledger-records.ts";
import { SteppedClock } from "../support/stepped-clock.ts";

const vaultOf = async (desk: Desk) => (await desk.services.vault.read(account)).kind;
const recordOf = (desk: Desk) => desk.services.ledger.readAccount(account);
const post = (desk: Desk, id: string) => desk.services.ledger.readPost(account, id);
const codeOf = (reply: { body: string }): string => JSON.parse(reply.body).confirmation_code;

describe("a deletion", () => {
  const wanted = [planted.mediaId, planted.permalink, planted.containerId];

  it("takes the token, the person's id and what Threads gave for the posts, and says so with a code", async () => {
    const desk = await aDesk();
    const token = await desk.token();
    expect(desk.keptText()).toContain(desk.userId);
    const reply = await desk.ask("POST /delete", request(desk));
    const code = codeOf(reply);
    expect([reply.statusCode, JSON.parse(reply.body)]).toEqual([
      200,
      { url: `https://feedloom.example/deletion/${code}`, confirmation_code: code },
    ]);
    for (const one of [token, desk.userId, ...wanted]) expect(desk.keptText()).not.toContain(one);
    expect(await recordOf(desk)).toEqual({
      account,
      state: "disconnected",
      changedAt: desk.clock.now(),
      words: expect.stringContaining("data deleted"),
    });
    expect(desk.events.map(({ type }) => type)).toEqual(["AccountDisconnected"]);
    expect(reply.body + desk.log.lines.join()).not.toContain(desk.userId);
  });

  it("leaves the memory that an entry was posted, so that nothing doubles after a new connect", async () => {
    const desk = await aDesk();
    const before = await desk.services.ledger.tally(account);
    await desk.ask("POST /delete", request(desk));
    expect(await post(desk, "out")).toMatchObject({ life: { state: "published" }, entryKey: "guid:out" });
    expect(await post(desk, "waiting")).toEqual(aPost({ id: "waiting", orderKey: "2026-11-21" }));
    expect(await desk.services.ledger.tally(account)).toEqual(before);
    expect(await desk.services.ledger.addPost(aPost({ id: "out" }))).toBe(false);
  });

  it("lets go of a container that was never asked for, and keeps the one whose publish is in doubt", async () => {
    const desk = await aDesk();
    const doubt = { ...lives.publishing, containerId: "17000000000000077" };
    const made = { ...lives.container, containerId: "17000000000000088" };
    const all = { made, doubt, heldMade: held("reconnect", "no token", made, desk.clock.now()) };
    const heldDoubt = held("outcome-unknown", "unread", doubt, desk.clock.now());
    for (const [id, life] of Object.entries({ ...all, heldDoubt })) {
      await desk.services.ledger.addPost(aPost({ id, life }));
    }
    await desk.ask("POST /delete", request(desk));
    const fresh = { ...freshLife, effort: made.effort };
    expect((await post(desk, "made"))?.life).toEqual(fresh);
    expect((await post(desk, "heldMade"))?.life).toMatchObject({ reason: "reconnect", resumeAs: fresh });
    expect((await post(desk, "doubt"))?.life).toEqual(doubt);
    expect((await post(desk, "heldDoubt"))?.life).toEqual(heldDoubt);
    expect(desk.keptText()).not.toContain("17000000000000088");
  });

  it("forgets the parts of a chain and a carousel's children, and starts no chain anew", async () => {
    const desk = await aDesk();
    const id = "18000000000000099";
    const chain = {
      rest: [{ kind: "text", text: "2/2" } as const],
      sent: [{ mediaId: id, permalink: `/${id}` }],
    };
    const failed = { state: "failed", reason: "100", words: "no", at: desk.clock.now(), chain } as const;
    const dropped = {
      state: "skipped",
      reason: "dropped",
      words: "no",
      at: desk.clock.now(),
      chain,
    } as const;
    const item = { kind: "image", url: "https://blog.example/1.png" } as const;
    const album = {
      content: {
        kind: "carousel" as const,
        text: "",
        items: [item, { ...item, url: "https://blog.example/2.png" }],
      },
      children: [{ url: item.url, containerId: id, madeAt: desk.clock.now(), isReady: true }],
      failedOnce: [],
      remade: 0,
    };
    const chains = {
      open: { ...freshLife, chain },
      failed,
      dropped,
      held: held("flood", "no", { ...freshLife, chain }, desk.clock.now()),
    };
    const replied = { ...lives.published, replies: [id] };
    for (const [name, life] of Object.entries({ ...chains, replied, album: { ...freshLife, album } }))
      await desk.services.ledger.addPost(aPost({ id: name, life }));
    await desk.ask("POST /delete", request(desk));
    expect(desk.keptText()).not.toContain(id);
    for (const name of Object.keys(chains))
      expect((await post(desk, name))?.life).toMatchObject({ state: "skipped", reason: "dropped" });
    expect((await post(desk, "album"))?.life).toEqual(freshLife);
    expect((await post(desk, "replied"))?.life.state).toBe("published");
  });

  it("reaches every one of hundreds of posts", async () => {
    const desk = await aDesk();
    for (let n = 0; n < 350; n += 1) {
      await desk.services.ledger.addPost(aPost({ id: `p${n}`, life: { ...lives.published, ...planted } }));
    }
    await desk.ask("POST /delete", request(desk));
    for (const one of wanted) expect(desk.keptText()).not.toContain(one);
  });

  it("of more posts than there is time for says so, and goes on at the next request", async () => {
    const desk = await aDesk();
    for (let n = 0; n < 450; n += 1) {
      await desk.services.ledger.addPost(aPost({ id: `p${n}`, life: { ...lives.published, ...planted } }));
    }
    const asked = request(desk);
    const askOnce = () => {
      let leftInMs = 28_000;
      const ledger = aroundCalls(desk.services.ledger, "replacePost", (call) => {
        leftInMs -= 100;
        return call();
      });
      return desk.ask("POST /delete", asked, { ledger }, () => leftInMs);
    };
    const first = await askOnce();
    expect([first.statusCode, JSON.parse(first.body).message]).toEqual([
      503,
      "It is not finished yet. Please send it again, which goes on with it.",
    ]);
    expect(desk.keptText()).toContain(planted.mediaId);
    expect((await recordOf(desk))?.userId).toBe(desk.userId);
    expect((await askOnce()).statusCode).toBe(503);
    expect((await askOnce()).statusCode).toBe(200);
    for (const one of [desk.userId, ...wanted]) expect(desk.keptText()).not.toContain(one);
  });

  it("after an uninstall still finds the person's posts", async () => {
    const desk = await aDesk();
    await desk.ask("POST /uninstall", request(desk));
    desk.clock.advance({ hours: 2 });
    await desk.ask("POST /delete", request(desk));
    for (const one of [desk.userId, ...wanted]) expect(desk.keptText()).not.toContain(one);
    expect(desk.events).toHaveLength(1);
  });

  it("gives the same good answer twice", async () => {
    const desk = await aDesk();
    const asked = request(desk);
    const first = await desk.ask("POST /delete", asked);
    const after = desk.kept();
    desk.clock.advance({ hours: 1 });
    expect(await desk.ask("POST /delete", asked)).toEqual(first);
    expect(desk.kept()).toEqual(after);
    desk.clock.advance({ days: 3 });
    const later = await desk.ask("POST /delete", asked);
    expect((await desk.ask("GET /deletion/{code}", { code: codeOf(later) })).statusCode).toBe(200);
  });

  it("of somebody unknown deletes nothing, and gets a code all the same", async () => {
    const desk = await aDesk();
    const before = desk.kept();
    const reply = await desk.ask("POST /delete", request(desk, { userId: "42" }));
    expect(reply.statusCode).toBe(200);
    expect(desk.kept()).toEqual(before);
    expect((await desk.ask("GET /deletion/{code}", { code: codeOf(reply) })).statusCode).toBe(200);
  });

  it("that comes late still deletes what was there before it, and nothing of the connection after it", async () => {
    const desk = await aDesk();
    desk.clock.advance({ minutes: 1 });
    const asked = request(desk);
    desk.clock.advance({ minutes: 5 });
    await desk.ask("GET /callback", await desk.consent());
    const life = { ...lives.published, mediaId: "18999", publishedAt: desk.clock.now() };
    await desk.services.ledger.addPost(aPost({ id: "new", life }));
    await desk.ask("POST /delete", asked);
    expect(await post(desk, "new")).toMatchObject({ life });
    expect(desk.keptText()).not.toContain(planted.mediaId);
    expect([await vaultOf(desk), (await recordOf(desk))?.userId]).toEqual(["token", desk.userId]);
  });

  // The token's time was ours and the request's is Meta's: it was answered "deleted", and everything was kept.
  it.each([-86_400_000, -180_000, 180_000, 86_400_000])(
    "that comes when our clock is off by %i ms deletes what was connected before it, and nothing that came after it",
    async (offsetInMs) => {
      const desk = await aDesk({ connected: false });
      const clock = new SteppedClock(desk.clock, offsetInMs);
      const connectNow = async () =>
        desk.ask("GET /callback", await desk.consent(account, { clock }), { clock });
      await connectNow();
      desk.clock.advance({ seconds: 30 });
      const asked = request(desk);
      expect((await desk.ask("POST /delete", asked, { clock })).statusCode).toBe(200);
      expect([await vaultOf(desk), (await recordOf(desk))?.state]).toEqual(["absent", "disconnected"]);
      desk.clock.advance({ seconds: 30 });
      await connectNow();
      await desk.ask("POST /delete", asked, { clock });
      expect([await vaultOf(desk), (await recordOf(desk))?.state]).toEqual(["token", "connected"]);
    },
  );

  it("is not kept from its work by a connection that a wrong clock dated in the future", async () => {
    const desk = await aDesk();
    const entry = await desk.services.vault.read(account);
    if (entry.kind !== "token") throw new Error("the desk is not connected");
    const { grantedAt: _, ...token } = entry.token;
    const wrong = new Date(desk.clock.now().getTime() + 30 * 86_400_000);
    await desk.services.vault.write(account, { ...token, issuedAt: wrong });
    await desk.ask("POST /delete", request(desk));
    expect(await vaultOf(desk)).toBe("absent");
  });

  it("says nothing of being done while something is left, and the next one does the rest", async () => {
    const desk = await aDesk();
    const asked = request(desk);
    const { ledger } = desk.services;
    let calls = 0;
    const failing = new Proxy(ledger, {
      get: (target, name) => {
        const member: unknown = Reflect.get(target, name);
        if (typeof member !== "function") return member;
        return async (...values: unknown[]) => {
          calls += 1;
          if (calls === fatal) throw new FeedloomError("STORE_UNAVAILABLE", "the ledger did not answer");
          return Reflect.apply(member, target, values);
        };
      },
    });
    let fatal = 1;
    for (; ; fatal += 1) {
      calls = 0;
      const reply = await desk.ask("POST /delete", asked, { ledger: failing });
      if (calls < fatal) break;
      expect(reply.statusCode, `failing at call ${fatal}`).toBe(503);
      expect(reply.body).not.toContain("confirmation_code");
    }
    expect(fatal).toBeGreaterThan(4);
    for (const one of [desk.userId, ...wanted]) expect(desk.keptText()).not.toContain(one);
  });

  it("is written over by nobody's hand when a post changes at the same moment", async () => {
    const desk = await aDesk();
    const { ledger } = desk.services;
    const contended = Object.assign(Object.create(ledger), {
      ...bound(ledger),
      replacePost: async () => false,
    });
    const reply = await desk.ask("POST /delete", request(desk), { ledger: contended });
    expect([reply.statusCode, JSON.parse(reply.body).error]).toEqual([503, "unavailable"]);
  });
});

/** A class's methods as plain functions, for a port of which one is replaced. */
function bound<Port extends object>(port: Port): object {
  const names = Object.getOwnPropertyNames(Object.getPrototypeOf(port));
  return Object.fromEntries(
    names.map((name): [string, unknown] => {
      const member: unknown = Reflect.get(port, name);
      return [name, typeof member === "function" ? member.bind(port) : member];
    }),
  );
}

describe("the page of a deletion", () => {
  it("says what was deleted, and when", async () => {
    const desk = await aDesk();
    const code = codeOf(await desk.ask("POST /delete", request(desk)));
    desk.clock.advance({ days: 700 });
    const page = await desk.ask("GET /deletion/{code}", { code });
    expect(page.statusCode).toBe(200);
    expect(page.headers["content-type"]).toMatch(/^text\/html/);
    expect(page.body).toContain("On 2026-11-24 Feedloom deleted");
  });

  it("is not there for a code that was forged or cut, nor for one of another secret", async () => {
    const desk = await aDesk();
    const code = codeOf(await desk.ask("POST /delete", request(desk)));
    const before = desk.kept();
    const forged = [
      "",
      "code",
      code.slice(0, -1),
      `${code}0`,
      `2025${code.slice(4)}`,
      `${code.slice(0, 8)}${"0".repeat(8)}${code.slice(16)}`,
      code.toUpperCase(),
      `${code}\n`,
      "%2e%2e",
      "<script>",
      "0".repeat(100_000),
    ];
    const replies = [];
    for (const one of forged) replies.push(await desk.ask("GET /deletion/{code}", { code: one }));
    for (const reply of replies) {
      expect(reply.statusCode).toBe(404);
      expect(reply.body).toContain("This is no confirmation code of ours");
      expect(reply).toEqual(replies[0]);
    }
    await desk.services.vault.writeAppSecret(
      JSON.stringify({ ...desk.sandbox.app, clientSecret: "another one" }),
    );
    expect(await desk.ask("GET /deletion/{code}", { code })).toEqual(replies[0]);
    await desk.services.vault.writeAppSecret("{}");
    expect(await desk.ask("GET /deletion/{code}", { code })).toEqual(replies[0]);
    expect({ ...desk.kept(), secrets: [] }).toEqual({ ...before, secrets: [] });
  });
});
