import { describe, expect, it, onTestFinished } from "vitest";
import { callbackServer } from "../../bin/local/callback-server.ts";
import { invocation } from "../../bin/local/invocation.ts";
import { serve } from "../../bin/local/serve.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { createHandler } from "../../functions/oauth-callback/handler.ts";
import { signedRequest } from "../../sandbox/signed-request.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import {
  account,
  aDesk,
  type Desk,
  eventOf,
  genuine,
  metaClientSecret,
  request,
  signed,
  signedForm,
} from "../support/a-callback-desk.ts";
import { aWorkshop, connect } from "../support/a-workshop.ts";

const vaultOf = async (desk: Desk) => (await desk.services.vault.read(account)).kind;
const recordOf = (desk: Desk) => desk.services.ledger.readAccount(account);

/** The one request in all the ways in which a form may carry it. */
const carried: [
  string,
  (text: string) => { body: string; contentType: string; isBase64Encoded?: boolean },
][] = [
  ["as it is", (text) => ({ body: `signed_request=${text}`, contentType: form })],
  ["with a charset", (text) => ({ body: signedForm(text), contentType: `${form}; charset=UTF-8` })],
  ["in capitals", (text) => ({ body: signedForm(text), contentType: form.toUpperCase() })],
  ["percent-encoded", (text) => ({ body: `signed_request=${percent(text)}`, contentType: form })],
  [
    "padded",
    (text) => ({ body: `signed_request=${text.split(".").map(padded).join(".")}`, contentType: form }),
  ],
  [
    "padded and percent-encoded",
    (text) => ({ body: signedForm(text.split(".").map(padded).join(".")), contentType: form }),
  ],
  ["not in base64", (text) => ({ body: signedForm(text), contentType: form, isBase64Encoded: false })],
  ["in parts", (text) => ({ body: parts(text), contentType: "multipart/form-data; boundary=a" })],
  [
    "in parts, with a boundary in quotation marks, not in base64",
    (text) => ({
      body: parts(text),
      contentType: 'multipart/form-data; charset=utf-8; boundary="a"',
      isBase64Encoded: false,
    }),
  ],
];
const form = "application/x-www-form-urlencoded";
const percent = (text: string) =>
  [...text].map((letter) => `%${letter.charCodeAt(0).toString(16).padStart(2, "0")}`).join("");
const padded = (text: string) => text.padEnd(Math.ceil(text.length / 4) * 4, "=");
const parts = (text: string) =>
  `--a\r\nContent-Disposition: form-data; name="signed_request"\r\n\r\n${text}\r\n--a--\r\n`;

describe("a request that is carried", () => {
  describe.each(carried)("%s", (_, carry) => {
    it.each(["POST /uninstall", "POST /delete"])("is done by %s", async (route) => {
      const desk = await aDesk();
      const reply = await desk.ask(route, carry(signed(desk)));
      expect([reply.statusCode, await vaultOf(desk)]).toEqual([200, "absent"]);
    });

    it.each(["uninstall", "delete"])("is done by the local host's /%s", async (route) => {
      const desk = await aDesk();
      const server = await serve(callbackServer(createHandler(desk.services)), 0);
      onTestFinished(() => server.close());
      const { body, contentType } = carry(signed(desk));
      const headers = { "content-type": contentType };
      const reply = await fetch(`${server.url}/${route}`, { method: "POST", body, headers });
      expect([reply.status, await vaultOf(desk)]).toEqual([200, "absent"]);
    });
  });
});

describe("an uninstall", () => {
  it("takes the token, tells the owner's people, and leaves the posts", async () => {
    const desk = await aDesk();
    const posts = desk.kept().posts;
    const reply = await desk.ask("POST /uninstall", request(desk));
    expect([reply.statusCode, JSON.parse(reply.body)]).toEqual([200, { status: "uninstalled" }]);
    expect(await vaultOf(desk)).toBe("absent");
    expect(await recordOf(desk)).toEqual({
      account,
      state: "disconnected",
      userId: desk.userId,
      changedAt: desk.clock.now(),
      words: expect.stringContaining("removed the app"),
    });
    expect(desk.events).toEqual([
      { type: "AccountDisconnected", detail: { account, words: expect.stringContaining("connect link") } },
    ]);
    expect(desk.kept().posts).toEqual(posts);
  });

  it("does the same again when it comes again, and tells nobody twice", async () => {
    const desk = await aDesk();
    const asked = request(desk);
    const first = await desk.ask("POST /uninstall", asked);
    const after = desk.kept();
    desk.clock.advance({ hours: 30 });
    expect(await desk.ask("POST /uninstall", asked)).toEqual(first);
    expect(desk.kept()).toEqual(after);
    expect(desk.events).toHaveLength(1);
  });

  it("is believed when the Meta app's secret signed it", async () => {
    const desk = await aDesk();
    const reply = await desk.ask("POST /uninstall", request(desk, { secret: metaClientSecret }));
    expect([reply.statusCode, await vaultOf(desk)]).toEqual([200, "absent"]);
  });

  it("is believed however old it is", async () => {
    const desk = await aDesk();
    desk.clock.advance({ minutes: 1 });
    const asked = request(desk);
    desk.clock.advance({ days: 400 });
    expect((await desk.ask("POST /uninstall", asked)).statusCode).toBe(200);
    expect(await vaultOf(desk)).toBe("absent");
  });

  it("of somebody unknown takes nothing, and is answered like any other", async () => {
    const desk = await aDesk();
    const before = desk.kept();
    const reply = await desk.ask("POST /uninstall", request(desk, { userId: `${desk.userId}0` }));
    expect([reply.statusCode, JSON.parse(reply.body)]).toEqual([200, { status: "uninstalled" }]);
    expect(desk.kept()).toEqual(before);
    expect(desk.events).toEqual([]);
    expect(desk.log.lines.join()).not.toContain(desk.userId);
  });

  it("of an id that differs in the last of seventeen digits takes nothing", async () => {
    const desk = await aDesk();
    const last = Number(desk.userId.at(-1));
    const neighbour = desk.userId.slice(0, -1) + ((last + 1) % 10);
    expect(Number(neighbour)).toBe(Number(desk.userId));
    await desk.ask("POST /uninstall", request(desk, { userId: neighbour }));
    expect(await vaultOf(desk)).toBe("token");
  });

  it("leaves the other accounts alone", async () => {
    const desk = await aDesk();
    await connect("second", desk.sandbox, desk.services);
    await desk.ask("POST /uninstall", request(desk));
    expect(await desk.services.vault.read("second")).toMatchObject({ kind: "token" });
    expect(await desk.services.ledger.readAccount("second")).toMatchObject({ state: "connected" });
  });

  it("finds the account by its token where the record does not name the person", async () => {
    const desk = await aDesk();
    const changedAt = desk.clock.now();
    await desk.services.ledger.writeAccount({ account, state: "disconnected", changedAt, words: "190" });
    await desk.ask("POST /uninstall", request(desk));
    expect(await vaultOf(desk)).toBe("absent");
    expect(await recordOf(desk)).toMatchObject({ state: "disconnected", userId: desk.userId });
    // It was disconnected already: no news.
    expect(desk.events).toEqual([]);
  });

  it("leaves the token of the profile's new owner alone", async () => {
    const desk = await aDesk();
    const changedAt = desk.clock.now();
    await desk.services.ledger.writeAccount({ account, state: "connected", userId: "17", changedAt });
    await desk.ask("POST /uninstall", request(desk, { userId: "17" }));
    expect(await vaultOf(desk)).toBe("token");
  });

  it("that stops between any two of its steps is finished by the next one", async () => {
    const down = () => Promise.reject(new FeedloomError("STORE_UNAVAILABLE", "the ledger did not answer"));
    const desk = await aDesk();
    const asked = request(desk);
    const ledger = Object.assign(Object.create(desk.services.ledger), {
      readAccount: () => desk.services.ledger.readAccount(account),
      writeAccount: down,
    });
    const reply = await desk.ask("POST /uninstall", asked, { ledger });
    expect([reply.statusCode, JSON.parse(reply.body).error]).toEqual([503, "unavailable"]);
    expect(await vaultOf(desk)).toBe("absent");
    expect((await desk.ask("POST /uninstall", asked)).statusCode).toBe(200);
    expect(await recordOf(desk)).toMatchObject({ state: "disconnected" });
    expect(desk.events).toHaveLength(1);
  });

  it("looks behind what this process remembers of the vault", async () => {
    const desk = await aDesk();
    const { vault } = desk.services;
    const stale = {
      read: async (name: string, options?: { fresh?: boolean }) =>
        options?.fresh === true ? vault.read(name) : { kind: "absent" },
      readAppSecret: () => vault.readAppSecret(),
      erase: (name: string) => vault.erase(name),
    };
    await desk.services.ledger.writeAccount({ account, state: "disconnected", changedAt: new Date(0) });
    await desk.ask("POST /uninstall", request(desk), { vault: Object.assign(Object.create(vault), stale) });
    expect(await vaultOf(desk)).toBe("absent");
  });

  it("is not undone by a bus that is down", async () => {
    const desk = await aDesk();
    const bus = { announce: () => Promise.reject(new FeedloomError("STORE_UNAVAILABLE", "no bus")) };
    expect((await desk.ask("POST /uninstall", request(desk), { bus })).statusCode).toBe(200);
    expect(await recordOf(desk)).toMatchObject({ state: "disconnected" });
  });
});

describe.each(["POST /uninstall", "POST /delete"])("an old request (%s)", (route) => {
  const reconnected = async (): Promise<[Desk, ReturnType<typeof request>]> => {
    const desk = await aDesk();
    desk.clock.advance({ hours: 1 });
    const asked = request(desk);
    await desk.ask(route, asked);
    desk.clock.advance({ minutes: 5 });
    expect((await desk.ask("GET /callback", await desk.consent())).statusCode).toBe(200);
    return [desk, asked];
  };

  it("does not take away what the owner connected after it", async () => {
    const [desk, asked] = await reconnected();
    const after = desk.kept();
    const reply = await desk.ask(route, asked);
    expect(reply.statusCode).toBe(200);
    expect(desk.kept()).toEqual(after);
    expect(await vaultOf(desk)).toBe("token");
    expect(desk.events.filter(({ type }) => type === "AccountDisconnected")).toHaveLength(1);
  });

  it("does not take it away either when the connect has written the token and not yet the record", async () => {
    const [desk, asked] = await reconnected();
    const changedAt = new Date(desk.clock.now().getTime() - 300_000);
    await desk.services.ledger.writeAccount({
      account,
      state: "disconnected",
      userId: desk.userId,
      changedAt,
      words: "before",
    });
    await desk.ask(route, asked);
    expect(await vaultOf(desk)).toBe("token");
  });

  it("does not take away a token that was pasted after it", async () => {
    const desk = await aDesk();
    const asked = request(desk);
    desk.clock.advance({ minutes: 1 });
    await desk.ask("POST /uninstall", asked);
    await desk.services.vault.paste(account, '{"accessToken": "THAApastedByHand0123456789"}');
    await desk.ask(route, asked);
    expect(await vaultOf(desk)).toBe("pasted");
  });

  it("gives way to a new one", async () => {
    const [desk] = await reconnected();
    desk.clock.advance({ seconds: 2 });
    await desk.ask(route, request(desk));
    expect(await vaultOf(desk)).toBe("absent");
    expect(await recordOf(desk)).toMatchObject({ state: "disconnected" });
  });
});

describe.each(["POST /uninstall", "POST /delete"])("a profile that leaves (%s) and comes back", (route) => {
  it("has every entry posted once: what was out stays out, what waited is held and goes out", async () => {
    const blog = await aBlog(numbered(2));
    const workshop = await aWorkshop({ feeds: [{ url: blog.feedUrl, backfill: 9 }] });
    const { services, sandbox, clock } = workshop;
    await workshop.poll();
    await workshop.publish();
    blog.entries = numbered(4);
    clock.advance({ minutes: 5 });
    await workshop.poll();

    sandbox.revoke(account, "removed");
    const userId = sandbox.addPerson({ username: account });
    const body = signedForm(signedRequest(genuine(userId, clock.now()), sandbox.app.clientSecret));
    const reply = await createHandler(services)(eventOf(route, { body }), invocation("oauth-callback"));
    expect(reply.statusCode).toBe(200);
    await workshop.publish();
    expect(await workshop.tally()).toMatchObject({ published: 2, reconnect: 2, open: 0 });

    clock.advance({ hours: 1 });
    await connect(account, sandbox, services);
    await workshop.poll();
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Entry 1", "Entry 2", "Entry 3", "Entry 4"]);
    expect(await workshop.tally()).toMatchObject({ published: 4, reconnect: 0, open: 0 });
  });
});
