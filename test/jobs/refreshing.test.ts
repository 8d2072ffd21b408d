import { describe, expect, it } from "vitest";
import { invocation } from "../../bin/local/invocation.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { Secret } from "../../functions/core/secret.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { createHandler } from "../../functions/token-refresher/handler.ts";
import type { FaultAnswer } from "../../sandbox/faults.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { account, aWorkshop, connect, type Workshop } from "../support/a-workshop.ts";
import { aroundCalls } from "../support/around-calls.ts";
import { warmVault } from "../support/warm-vault.ts";

const noFeed = "http://127.0.0.1:9/feed.xml";
const aShop = (options: Partial<Parameters<typeof aWorkshop>[0]> = {}) =>
  aWorkshop({ feeds: [noFeed], ...options });
type Services = Workshop["services"];

/** A run of the refresher over these services. */
const runWith = (services: Parameters<typeof createHandler>[0], payload: object = {}) =>
  createHandler(services)(payload, invocation("token-refresher"));
const storeDown = () => {
  throw new FeedloomError("STORE_UNAVAILABLE", "the store does not answer");
};

async function tokenOf({ vault }: Pick<Services, "vault">, username = account): Promise<string> {
  const entry = await vault.read(username);
  if (entry.kind === "token") return entry.token.accessToken.reveal();
  return entry.kind === "pasted" ? `pasted ${entry.accessToken.reveal()}` : entry.kind;
}

/** Whether the sandbox takes what the vault holds. */
async function works({ services }: Pick<Workshop, "services">, username = account): Promise<boolean> {
  const me = await services.threads.me(new Secret(await tokenOf(services, username)));
  return me.ok && me.value.username === username;
}

const paste = ({ services }: Workshop, accessToken: string) =>
  services.vault.paste(account, JSON.stringify({ accessToken }));
const renewals = ({ sandbox }: Workshop) => sandbox.record.calls.filter(({ call }) => call === "refresh");
const told = ({ events }: Workshop, type: string) => events.filter((event) => event.type === type);
const stateOf = async ({ services }: Workshop) => (await services.ledger.readAccount(account))?.state;

/** The commonest trouble of an account: its owner took the app's permission away. */
async function aRevokedShop(): Promise<Workshop> {
  const workshop = await aShop();
  workshop.clock.advance({ days: 8 });
  workshop.sandbox.revoke(account, "removed");
  return workshop;
}

describe("a token", () => {
  it.each([
    ["just connected is left alone", { hours: 0 }, "not-due", 59],
    ["younger than a day is left alone", { hours: 23 }, "not-due", 59],
    ["of a day waits, although Meta would renew it", { hours: 25 }, "not-due", 58],
    ["a moment younger than a week waits", { days: 6, hours: 23 }, "not-due", 53],
    ["of a week is renewed", { days: 7 }, "renewed", 59],
    ["that nobody renewed for 59 days is renewed", { days: 59 }, "renewed", 59],
    ["past its expiry is lost", { days: 60 }, "disconnected", 0],
  ] as const)("%s, and its days left are told", async (_, age, outcome, daysLeft) => {
    const workshop = await aShop();
    const before = await tokenOf(workshop.services);
    workshop.clock.advance(age);
    const { accounts } = await workshop.refresh();
    expect(accounts).toMatchObject([{ account, outcome, daysLeft }]);
    expect(workshop.log.lines.join("\n")).toContain(`daysLeft: ${daysLeft}`);
    expect((await tokenOf(workshop.services)) !== before).toBe(outcome === "renewed");
    expect(await works(workshop)).toBe(outcome !== "disconnected");
    expect(renewals(workshop)).toHaveLength(outcome === "renewed" ? 1 : 0);
  });

  it("to which Meta gave ten days is renewed when half of them are gone", async () => {
    const workshop = await aShop();
    const { services, clock } = workshop;
    const entry = await services.vault.read(account);
    if (entry.kind !== "token") throw new Error("not connected");
    const expiresAt = new Date(clock.now().getTime() + 10 * 86_400_000);
    await services.vault.write(account, { ...entry.token, expiresAt });
    clock.advance({ days: 4 });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "not-due", daysLeft: 6 }] });
    clock.advance({ days: 1 });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "renewed", daysLeft: 59 }] });
  });

  it("that is renewed is announced, and the ledger has its new expiry", async () => {
    const workshop = await aShop();
    workshop.clock.advance({ days: 8 });
    await workshop.refresh();
    const record = await workshop.services.ledger.readAccount(account);
    const [event] = told(workshop, "TokenRefreshed");
    expect(event?.detail).toEqual({ account, expiresAt: record?.tokenExpiresAt?.toISOString() });
    expect(record?.state).toBe("connected");
  });

  it("is looked at alone when a person names its account", async () => {
    const workshop = await aShop({ accounts: [account, "other"] });
    workshop.clock.advance({ days: 8 });
    expect(await workshop.refresh({ account: "other" })).toMatchObject({ accounts: [{ account: "other" }] });
    expect(renewals(workshop)).toHaveLength(1);
  });

  it("of an account that is not configured is refused with REQUEST_INVALID, and the name is not repeated", async () => {
    const workshop = await aShop();
    const error = await workshop.refresh({ account: "stranger" }).catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ code: "REQUEST_INVALID" });
    expect(String(error)).not.toContain("stranger");
  });
});

const dead = { kind: "error", http: 400, code: 190, subcode: 463 } as const;
const passing: [string, FaultAnswer][] = [
  ["the connection is cut", { kind: "reset" }],
  ["an empty 500 comes", { kind: "empty-500" }],
  ["a page from an edge comes", { kind: "html-502" }],
  ["code 1 comes", { kind: "error", http: 500, code: 1 }],
  ["code 2 comes", { kind: "error", http: 500, code: 2 }],
  ["code 4 comes", { kind: "error", http: 400, code: 4 }],
  ["code 613 comes", { kind: "error", http: 400, code: 613, subcode: 4279002 }],
  ["code 10 comes", { kind: "error", http: 400, code: 10 }],
  ["code 200 comes", { kind: "error", http: 400, code: 200, message: "API access blocked." }],
  ["a restriction comes", { kind: "error", http: 400, code: 1, subcode: 2207051 }],
  ["code 368 comes", { kind: "error", http: 400, code: 368 }],
  ["the words for a thing that is not there come", { kind: "error", http: 400, code: 24, subcode: 4279009 }],
  ["a code that nobody knows comes", { kind: "error", http: 418, code: 4711, subcode: 815 }],
  ["190 comes for a token that still works", dead],
];

describe("a renewal that fails", () => {
  it.each(passing)(
    "because %s takes nothing away, is told, and is made good by the next run",
    async (_, answer) => {
      const workshop = await aShop();
      workshop.clock.advance({ days: 10 });
      const before = await tokenOf(workshop.services);
      workshop.sandbox.faults.plan({ call: "refresh", effect: "before", answer });
      expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "failed", daysLeft: 49 }] });
      expect(await tokenOf(workshop.services)).toBe(before);
      expect(told(workshop, "TokenRefreshFailed")).toMatchObject([{ detail: { account, daysLeft: 49 } }]);
      expect(told(workshop, "AccountDisconnected")).toEqual([]);
      expect(await stateOf(workshop)).toBe("connected");
      workshop.clock.advance({ days: 1 });
      expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "renewed" }] });
      expect(await works(workshop)).toBe(true);
    },
  );

  it("although Meta had renewed it leaves a token that works, where the old one stays good", async () => {
    const workshop = await aShop();
    workshop.clock.advance({ days: 10 });
    workshop.sandbox.faults.plan({ call: "refresh", effect: "after", answer: { kind: "reset" } });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "failed" }] });
    expect(await works(workshop)).toBe(true);
  });

  it("for 52 days in a row still leaves time", async () => {
    const workshop = await aShop();
    workshop.clock.advance({ days: 7 });
    workshop.sandbox.faults.plan({ call: "refresh", times: 52, effect: "before", answer: { kind: "reset" } });
    for (let day = 0; day < 52; day += 1) {
      await workshop.refresh();
      workshop.clock.advance({ days: 1 });
    }
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "renewed", daysLeft: 59 }] });
  });
});

describe("a new token that cannot be written", () => {
  it.each([
    ["at first", "before", 5],
    ["at first, although it was", "after", 5],
  ] as const)("%s is written within the run", async (_, moment, times) => {
    const workshop = await aShop({ sandbox: { behaviour: { oldTokenAfterRefresh: "invalid" } } });
    workshop.clock.advance({ days: 8 });
    const vault = aroundCalls(workshop.services.vault, "write", async (call, nth) => {
      if (nth > times) return call();
      if (moment === "after") await call();
      return storeDown();
    });
    expect(await runWith({ ...workshop.services, vault })).toMatchObject({
      accounts: [{ outcome: "renewed" }],
    });
    expect(await works(workshop)).toBe(true);
    expect(renewals(workshop)).toHaveLength(1);
  });

  it("while the vault cannot be read either is written once it can", async () => {
    const workshop = await aShop({ sandbox: { behaviour: { oldTokenAfterRefresh: "invalid" } } });
    workshop.clock.advance({ days: 8 });
    const vault = aroundCalls(workshop.services.vault, "read", async (call, nth) =>
      nth > 1 && nth < 8 ? storeDown() : call(),
    );
    await runWith({ ...workshop.services, vault });
    expect(await works(workshop)).toBe(true);
  });

  it("in the whole run leaves the old one, names the account in the run's error, and the next run starts from it", async () => {
    const workshop = await aShop();
    workshop.clock.advance({ days: 10 });
    const before = await tokenOf(workshop.services);
    const vault = aroundCalls(workshop.services.vault, "write", storeDown);
    await expect(runWith({ ...workshop.services, vault })).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: expect.stringContaining(`${account}: the store does not answer`),
    });
    expect(told(workshop, "TokenRefreshFailed")).toMatchObject([{ detail: { account, daysLeft: 49 } }]);
    expect(await tokenOf(workshop.services)).toBe(before);
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "renewed" }] });
  });
});

describe("an account", () => {
  it.each([
    ["removed", 400],
    ["removed", 401],
    ["password-reset", 400],
  ] as const)(
    "whose owner took the token back (%s, HTTP %i) is disconnected, told once with the way out, and not erased",
    async (how, deadTokenStatus) => {
      const workshop = await aShop({ sandbox: { behaviour: { deadTokenStatus } } });
      workshop.clock.advance({ days: 8 });
      const before = await tokenOf(workshop.services);
      workshop.sandbox.revoke(account, how);
      for (let day = 0; day < 5; day += 1) {
        expect(await workshop.refresh()).toMatchObject({
          accounts: [{ outcome: "disconnected", daysLeft: 0 }],
        });
        workshop.clock.advance({ days: 1 });
      }
      const events = told(workshop, "AccountDisconnected");
      expect(events).toHaveLength(1);
      expect(events[0]?.detail).toMatchObject({ words: expect.stringContaining("open the connect link") });
      expect(await tokenOf(workshop.services)).toBe(before);
      expect(told(workshop, "TokenRefreshFailed")).toEqual([]);
    },
  );

  it("whose token ran out is disconnected and told once with the way out", async () => {
    const workshop = await aShop();
    for (const days of [61, 1, 30]) {
      workshop.clock.advance({ days });
      expect(await workshop.refresh()).toMatchObject({
        accounts: [{ outcome: "disconnected", daysLeft: 0 }],
      });
    }
    expect(told(workshop, "AccountDisconnected")).toMatchObject([
      { detail: { account, words: expect.stringMatching(/expired; open the connect link .*@bronzfronz/) } },
    ]);
    expect(renewals(workshop)).toEqual([]);
  });

  it("that is connected again is connected in the ledger, and told again when it is lost again", async () => {
    const workshop = await aRevokedShop();
    await workshop.refresh();
    await connect(account, workshop.sandbox, workshop.services);
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "not-due" }] });
    expect(await stateOf(workshop)).toBe("connected");
    workshop.clock.advance({ days: 8 });
    workshop.sandbox.revoke(account, "removed");
    await workshop.refresh();
    expect(told(workshop, "AccountDisconnected")).toHaveLength(2);
  });

  it("is called disconnected only after it could be told: the bus that is down is asked again", async () => {
    const workshop = await aRevokedShop();
    const bus = aroundCalls(workshop.services.bus, "announce", storeDown);
    await expect(runWith({ ...workshop.services, bus })).rejects.toThrow(account);
    expect(await stateOf(workshop)).toBe("connected");
    await workshop.refresh();
    expect(told(workshop, "AccountDisconnected")).toHaveLength(1);
  });

  it("whose death nobody confirms is not called disconnected", async () => {
    const workshop = await aRevokedShop();
    workshop.sandbox.faults.plan({ call: "me", effect: "before", answer: { kind: "reset" } });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "failed" }] });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "disconnected" }] });
  });

  it("without a token is reported with the way out, in every run, and no error", async () => {
    const workshop = await aShop({ connected: false });
    expect(await workshop.refresh()).toMatchObject({
      accounts: [{ outcome: "not-connected", words: expect.stringContaining("open the connect link") }],
    });
    await workshop.services.vault.paste(account, "THAA-and-no-json-around-it");
    const { accounts } = await workshop.refresh();
    expect(accounts).toMatchObject([{ outcome: "not-connected", words: expect.stringContaining("no JSON") }]);
    expect(JSON.stringify(accounts)).not.toContain("THAA");
    expect(await workshop.services.vault.read(account)).toMatchObject({ kind: "unreadable" });
  });
});

describe("what the ledger says", () => {
  it("is put right by the next run when it could not be written after a renewal", async () => {
    const workshop = await aShop();
    workshop.clock.advance({ days: 8 });
    const ledger = aroundCalls(workshop.services.ledger, "writeAccount", storeDown);
    await expect(runWith({ ...workshop.services, ledger })).rejects.toThrow(account);
    expect(told(workshop, "TokenRefreshFailed")).toMatchObject([{ detail: { daysLeft: 59 } }]);
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "not-due", daysLeft: 59 }] });
    const record = await workshop.services.ledger.readAccount(account);
    expect(record?.tokenExpiresAt?.getTime()).toBeGreaterThan(
      workshop.clock.now().getTime() + 59 * 86_400_000,
    );
  });

  it("is put right after a connect that could not write it", async () => {
    const workshop = await aRevokedShop();
    await workshop.refresh();
    const ledger = aroundCalls(workshop.services.ledger, "writeAccount", async () => undefined);
    const services = { ...workshop.services, ledger };
    workshop.clock.advance({ minutes: 1 });
    await connect(account, workshop.sandbox, services);
    expect(await stateOf(workshop)).toBe("disconnected");
    await workshop.refresh();
    expect(await stateOf(workshop)).toBe("connected");
  });

  it("of an account whose token dies between two renewals is reported, not the days that it would have had", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aShop({ feeds: [{ url: blog.feedUrl, backfill: 1 }] });
    await workshop.poll();
    workshop.sandbox.revoke(account, "removed");
    await workshop.publish();
    workshop.clock.advance({ days: 1 });
    expect(await workshop.refresh()).toMatchObject({
      accounts: [{ outcome: "disconnected", daysLeft: 0, words: expect.stringContaining("connect link") }],
    });
    expect(told(workshop, "AccountDisconnected")).toHaveLength(1);
  });

  it("of an account that Threads refused once, wrongly, is put right the next day, and its posts go out", async () => {
    const blog = await aBlog(numbered(2));
    const workshop = await aShop({ feeds: [{ url: blog.feedUrl, backfill: 2 }] });
    await workshop.poll();
    workshop.sandbox.faults.plan({ call: "create", effect: "before", answer: dead });
    workshop.sandbox.faults.plan({ call: "me", effect: "before", answer: dead });
    await workshop.publish();
    expect(await workshop.tally()).toMatchObject({ reconnect: 2 });
    workshop.clock.advance({ days: 1 });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "not-due", daysLeft: 58 }] });
    expect(await workshop.poll()).toMatchObject({ nudged: [account] });
    await workshop.publish();
    expect(workshop.posted()).toEqual(["Entry 1", "Entry 2"]);
  });
});

describe("a pasted token", () => {
  const ages = [
    ["of some days is renewed and adopted", { days: 3 }, 1],
    ["too young to be renewed is adopted as it is", { hours: 2 }, 0],
    ["in its last week is renewed and adopted", { days: 55 }, 1],
  ] as const;
  it.each(ages.flatMap((row) => (["valid", "invalid"] as const).map((mode) => [...row, mode] as const)))(
    "%s (%j, %i renewals, the old one then is %s)",
    async (_, age, calls, oldTokenAfterRefresh) => {
      const workshop = await aShop({ connected: false, sandbox: { behaviour: { oldTokenAfterRefresh } } });
      const { accessToken, userId, expiresAt } = workshop.sandbox.generateToken(account);
      await paste(workshop, accessToken);
      workshop.clock.advance(age);
      const { accounts } = await workshop.refresh();
      expect(accounts).toMatchObject([{ account, outcome: "adopted" }]);
      expect(renewals(workshop)).toHaveLength(calls);
      const entry = await workshop.services.vault.read(account);
      expect(entry).toMatchObject({
        kind: "token",
        token: { userId, username: account, scopes: expect.arrayContaining(["threads_content_publish"]) },
      });
      if (calls === 0 && entry.kind === "token") {
        expect(entry.token.expiresAt.getTime()).toBeLessThanOrEqual(expiresAt.getTime());
        expect(entry.token.issuedAt.getTime()).toBeLessThan(workshop.clock.now().getTime());
      }
      expect(await works(workshop)).toBe(true);
      expect(await stateOf(workshop)).toBe("connected");
      expect(told(workshop, "AccountConnected")).toHaveLength(1);
      for (let day = 0; day < 100; day += 1) {
        workshop.clock.advance({ days: 1 });
        await workshop.refresh();
      }
      expect(await works(workshop)).toBe(true);
    },
  );

  it("is adopted, too, where Meta renews a young one", async () => {
    const workshop = await aShop({
      connected: false,
      sandbox: { behaviour: { refreshBeforeADay: "allow" } },
    });
    await paste(workshop, workshop.sandbox.generateToken(account).accessToken);
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "adopted", daysLeft: 59 }] });
    expect(renewals(workshop)).toEqual([]);
  });

  it.each(passing.filter(([, answer]) => answer !== dead))(
    "that cannot be renewed now because %s is adopted as it is",
    async (_, answer) => {
      const workshop = await aShop({ connected: false });
      await paste(workshop, workshop.sandbox.generateToken(account).accessToken);
      workshop.clock.advance({ days: 20 });
      workshop.sandbox.faults.plan({ call: "refresh", effect: "before", answer });
      expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "adopted", daysLeft: 39 }] });
      workshop.clock.advance({ days: 1 });
      expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "renewed", daysLeft: 59 }] });
    },
  );

  it("of which nothing can be learned is adopted, and renewed by the next run", async () => {
    const workshop = await aShop({ connected: false });
    await paste(workshop, workshop.sandbox.generateToken(account).accessToken);
    for (const call of ["refresh", "debug-token"] as const)
      workshop.sandbox.faults.plan({ call, effect: "before", answer: { kind: "empty-500" } });
    workshop.clock.advance({ days: 30 });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "adopted" }] });
    workshop.clock.advance({ days: 1 });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "renewed", daysLeft: 59 }] });
  });

  const refused: [string, (workshop: Workshop) => string, RegExp][] = [
    [
      "of another profile",
      ({ sandbox }) => sandbox.generateToken("other").accessToken,
      /@other's, not @bronzfronz's/,
    ],
    ["that is none", () => "THAA-something-that-was-never-a-token", /does not work \(190/],
    [
      "of the short-lived kind",
      ({ sandbox }) => sandbox.generateToken(account, { kind: "short" }).accessToken,
      /within a day; a long-lived one/,
    ],
    [
      "without a permission that posting needs",
      ({ sandbox }) => sandbox.generateToken(account, { scopes: ["threads_basic"] }).accessToken,
      /lacks the permission threads_content_publish/,
    ],
  ];
  it.each(refused)("%s is refused, told every day, and neither erased nor named", async (_, make, why) => {
    const workshop = await aShop({ connected: false });
    workshop.sandbox.addPerson({ username: "other" });
    const accessToken = make(workshop);
    await paste(workshop, accessToken);
    for (let run = 0; run < 2; run += 1) {
      const { accounts } = await workshop.refresh();
      expect(accounts).toMatchObject([{ outcome: "failed", words: expect.stringMatching(why) }]);
      expect(accounts[0]?.words).toContain("open the connect link");
      expect(JSON.stringify(accounts)).not.toContain(accessToken);
    }
    expect(told(workshop, "TokenRefreshFailed")).toHaveLength(2);
    expect(await tokenOf(workshop.services)).toBe(`pasted ${accessToken}`);
  });

  it("that cannot be tried now stays, and is adopted by the next run", async () => {
    const workshop = await aShop({ connected: false });
    await paste(workshop, workshop.sandbox.generateToken(account).accessToken);
    workshop.sandbox.faults.plan({ call: "me", effect: "before", answer: { kind: "html-502" } });
    expect(await workshop.refresh()).toMatchObject({
      accounts: [{ outcome: "failed", words: expect.stringContaining("the next run tries again") }],
    });
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "adopted" }] });
  });

  it("that was put there whole for another profile is neither used nor written in that profile's place", async () => {
    const workshop = await aShop({ accounts: [account, "other"] });
    const entry = await workshop.services.vault.read("other");
    if (entry.kind === "token") await workshop.services.vault.write(account, entry.token);
    workshop.clock.advance({ days: 8 });
    const { accounts } = await workshop.refresh({ account });
    expect(accounts).toMatchObject([{ outcome: "failed", words: expect.stringContaining("@other's") }]);
    expect(renewals(workshop)).toEqual([]);
  });
});

describe("two at once", () => {
  it("of the refresher do no harm where the old token stays good", async () => {
    const workshop = await aShop();
    workshop.clock.advance({ days: 8 });
    const runs = await Promise.all([workshop.refresh(), workshop.refresh()]);
    expect(runs.flatMap(({ accounts }) => accounts.map(({ outcome }) => outcome))).toContain("renewed");
    expect(await works(workshop)).toBe(true);
    expect(await workshop.refresh()).toMatchObject({ accounts: [{ outcome: "not-due", daysLeft: 59 }] });
  });

  it("of the refresher do no harm where the old token ends: the slower one waits for what the other writes", async () => {
    const workshop = await aShop({ sandbox: { behaviour: { oldTokenAfterRefresh: "invalid" } } });
    workshop.clock.advance({ days: 8 });
    const { services } = workshop;
    // Renewed, and not yet written when the other run asks Meta.
    const vault = aroundCalls(services.vault, "write", async (call) => {
      const slower = runWith({
        ...services,
        clock: {
          ...services.clock,
          sleep: async (milliseconds: number) => {
            await call();
            await services.clock.sleep(milliseconds);
          },
        },
      });
      expect(await slower).toMatchObject({ accounts: [{ outcome: "not-due", daysLeft: 59 }] });
    });
    expect(await runWith({ ...services, vault })).toMatchObject({ accounts: [{ outcome: "renewed" }] });
    expect(await works(workshop)).toBe(true);
    expect(told(workshop, "AccountDisconnected")).toEqual([]);
    expect(await stateOf(workshop)).toBe("connected");
  });

  const others: [string, (workshop: Workshop) => Promise<unknown>, string][] = [
    [
      "a connect",
      ({ sandbox, services, clock }) => {
        clock.advance({ seconds: 1 });
        return connect(account, sandbox, services);
      },
      "not-due",
    ],
    ["another run", (workshop) => workshop.refresh(), "not-due"],
    ["a removal", ({ services }) => services.vault.erase(account), "not-connected"],
    [
      "a paste",
      (workshop) => paste(workshop, workshop.sandbox.generateToken(account).accessToken),
      "not-due",
    ],
  ];
  it.each(others)(
    "%s while a renewal is on its way stands, and is reported",
    async (_, meanwhile, outcome) => {
      const workshop = await aShop();
      workshop.clock.advance({ days: 8 });
      let stands = "";
      const threads = aroundCalls(workshop.services.threads, "refresh", async (call) => {
        const answer = await call();
        await meanwhile(workshop);
        stands = await tokenOf(workshop.services);
        return answer;
      });
      const { accounts } = await runWith({ ...workshop.services, threads });
      expect(accounts).toMatchObject([{ outcome }]);
      expect(await tokenOf(workshop.services)).toBe(stands);
    },
  );

  it("a connect while a dead token is found dead leaves the account connected", async () => {
    const workshop = await aRevokedShop();
    const { services, sandbox } = workshop;
    const bus = aroundCalls(services.bus, "announce", async (call) => {
      await call();
      await connect(account, sandbox, services);
    });
    expect(await runWith({ ...services, bus })).toMatchObject({ accounts: [{ outcome: "not-due" }] });
    expect(await stateOf(workshop)).toBe("connected");
    expect(await works(workshop)).toBe(true);
  });

  it("a renewal never puts an older expiry in the place of a newer one", async () => {
    const workshop = await aShop();
    workshop.clock.advance({ days: 8 });
    const { services, clock } = workshop;
    let newer: Date | undefined;
    const threads = aroundCalls(services.threads, "refresh", async (call) => {
      const answer = await call();
      clock.advance({ hours: 1 });
      await workshop.refresh();
      newer = (await services.ledger.readAccount(account))?.tokenExpiresAt;
      return answer;
    });
    await runWith({ ...services, threads });
    expect(await services.vault.read(account)).toMatchObject({ token: { expiresAt: newer } });
    expect((await services.ledger.readAccount(account))?.tokenExpiresAt).toEqual(newer);
  });
});

describe("a run over several accounts", () => {
  const names = ["first", "second", "third"];
  const failing: [string, (name: string) => unknown][] = [
    ["the vault cannot be read", storeDown],
    [
      "something unexpected is thrown",
      () => {
        throw new RangeError("out of range");
      },
    ],
  ];
  it.each(failing)(
    "looks at all of them although for one %s, then ends with an error that names it",
    async (_, fail) => {
      const workshop = await aShop({ accounts: names });
      workshop.clock.advance({ days: 8 });
      const { vault } = workshop.services;
      const broken = new Proxy(vault, {
        get(target, name) {
          const member: unknown = Reflect.get(target, name);
          if (typeof member !== "function") return member;
          return async (username: string, ...rest: unknown[]) =>
            name === "read" && username === "second"
              ? fail(username)
              : Reflect.apply(member, target, [username, ...rest]);
        },
      });
      const error = await runWith({ ...workshop.services, vault: broken }).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({
        code: "STORE_UNAVAILABLE",
        message: expect.stringMatching(/^1 of 3 tokens could not be looked after \(second: /),
      });
      expect(renewals(workshop)).toHaveLength(2);
      expect(await works(workshop, "third")).toBe(true);
      // Its days are known from the ledger, and told also now.
      expect(told(workshop, "TokenRefreshFailed")).toMatchObject([
        { detail: { account: "second", daysLeft: 51 } },
      ]);
      expect(workshop.log.lines.join("\n")).toMatch(/token looked at .*second.*failed.*daysLeft: 51/s);
    },
  );

  it("is not stopped by what Meta says of one, and that is no error", async () => {
    const workshop = await aShop({ accounts: names });
    workshop.clock.advance({ days: 8 });
    workshop.sandbox.revoke("first", "removed");
    workshop.sandbox.faults.plan({ call: "refresh", nth: 2, effect: "before", answer: { kind: "reset" } });
    const { accounts } = await workshop.refresh();
    expect(accounts.map(({ outcome }) => outcome)).toEqual(["disconnected", "failed", "renewed"]);
  });

  it("begins none that it may not finish, and says which", async () => {
    const workshop = await aShop({ accounts: names });
    workshop.clock.advance({ days: 8 });
    const context = { ...invocation("token-refresher"), getRemainingTimeInMillis: () => 60_000 };
    await expect(createHandler(workshop.services)({}, context)).rejects.toThrow(
      /2 of 3 tokens .*second: no time was left for it; third: no time/,
    );
    expect(await works(workshop, "second")).toBe(true);
  });
});

describe("a warm publisher", () => {
  /** Posts in line, and a publisher that has read the token and keeps it. */
  async function aWarmShop(count: number) {
    const blog = await aBlog(numbered(count + 1).slice(-1));
    const workshop = await aShop({ feeds: [{ url: blog.feedUrl, backfill: 100 }] });
    const vault = warmVault(workshop.services.vault, workshop.clock);
    const services = { ...workshop.services, vault };
    const publisher = createPublisher(services);
    const publish = () => publisher({}, invocation("publisher"));
    await workshop.poll();
    await publish();
    expect(workshop.posted()).toEqual(["Entry 1"]);
    blog.entries = numbered(count + 1);
    workshop.clock.advance({ minutes: 1 });
    await workshop.poll({ feed: blog.feedUrl });
    return { ...workshop, blog, publish, publisherServices: services };
  }
  const all = ["Entry 1", "Entry 2", "Entry 3"];
  /** The token that the publisher keeps ends; another stands in the vault. */
  async function replaceToken({ sandbox, services }: Pick<Workshop, "sandbox" | "services">) {
    sandbox.revoke(account, "password-reset");
    await connect(account, sandbox, services);
  }

  it("whose token was replaced meanwhile reads it anew and goes on", async () => {
    const workshop = await aWarmShop(2);
    await replaceToken(workshop);
    await workshop.publish();
    expect(workshop.posted()).toEqual(all);
    expect(told(workshop, "AccountDisconnected")).toEqual([]);
  });

  it.each(["publish", "status"] as const)(
    "that is refused at %s goes on from there with the new token, and nothing is doubled",
    async (call) => {
      const workshop = await aWarmShop(2);
      if (call === "status") {
        workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
      }
      // The token ends between two calls of one post.
      const threads = aroundCalls(
        workshop.publisherServices.threads,
        call === "publish" ? "createContainer" : "publishContainer",
        async (ask, nth) => {
          const answer = await ask();
          if (nth === 1) await replaceToken(workshop);
          return answer;
        },
      );
      const publisher = createPublisher({ ...workshop.publisherServices, threads });
      for (let tick = 0; tick < 3; tick += 1) {
        await publisher({}, invocation("publisher"));
        workshop.clock.advance({ minutes: 5 });
      }
      expect(workshop.posted()).toEqual(all);
      expect(workshop.sandbox.record.containers).toHaveLength(3);
      expect(told(workshop, "AccountDisconnected")).toEqual([]);
    },
  );

  it.each(["publish", "status"] as const)(
    "that is refused at %s and cannot read the vault disconnects nobody; the post stays where it is",
    async (call) => {
      const workshop = await aWarmShop(1);
      if (call === "status") {
        workshop.sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "reset" } });
      }
      workshop.sandbox.faults.plan({ call, nth: call === "status" ? 2 : 1, effect: "before", answer: dead });
      const vault = aroundCalls(workshop.publisherServices.vault, "read", async (read, nth) =>
        nth === 1 ? read() : storeDown(),
      );
      const publisher = createPublisher({ ...workshop.publisherServices, vault });
      await expect(publisher({}, invocation("publisher"))).rejects.toMatchObject({
        code: "STORE_UNAVAILABLE",
      });
      expect(await stateOf(workshop)).toBe("connected");
      const [post] = await workshop.services.ledger.posts(account, "open", { limit: 1 });
      expect(post?.life.state).toBe("publishing");
      for (let tick = 0; tick < 3; tick += 1) {
        await workshop.publish();
        workshop.clock.advance({ minutes: 5 });
      }
      expect(workshop.posted()).toEqual(["Entry 1", "Entry 2"]);
      expect(workshop.sandbox.record.containers).toHaveLength(2);
    },
  );

  it("that is refused for good disconnects the account, and says so once although more posts come", async () => {
    const workshop = await aWarmShop(2);
    workshop.sandbox.revoke(account, "removed");
    for (const count of [3, 4, 5]) {
      workshop.blog.entries = numbered(count);
      await workshop.poll({ feed: workshop.blog.feedUrl });
      await workshop.publish();
      const held = await workshop.services.ledger.posts(account, "reconnect", { limit: 9 });
      expect(held.map(({ life }) => life)).toEqual(
        Array(count - 1).fill(
          expect.objectContaining({
            words: expect.stringMatching(
              /190\/458: .*; open the connect link and log in to Threads as @bronz/,
            ),
          }),
        ),
      );
    }
    expect(told(workshop, "AccountDisconnected")).toHaveLength(1);
    expect(await workshop.services.ledger.readAccount(account)).toMatchObject({
      state: "disconnected",
      userId: expect.stringMatching(/^\d+$/),
    });
    await connect(account, workshop.sandbox, workshop.services);
    await workshop.publish();
    expect(workshop.posted()).toEqual([...all, "Entry 4", "Entry 5"]);
  });

  it("that was refused while its owner connected leaves the account connected, and goes on", async () => {
    const workshop = await aWarmShop(2);
    workshop.sandbox.revoke(account, "removed");
    const bus = aroundCalls(workshop.publisherServices.bus, "announce", async (call, nth) => {
      await call();
      if (nth === 1) await connect(account, workshop.sandbox, workshop.services);
    });
    await createPublisher({ ...workshop.publisherServices, bus })({}, invocation("publisher"));
    expect(await stateOf(workshop)).toBe("connected");
    expect(workshop.posted()).toEqual(all);
  });

  it("holds nothing for an old copy of a token that ran out after it was renewed", async () => {
    const workshop = await aWarmShop(2);
    const { vault } = workshop.services;
    workshop.clock.advance({ days: 59, hours: 23, minutes: 57 });
    await workshop.publisherServices.vault.read(account);
    await connect(account, workshop.sandbox, { ...workshop.services, vault });
    workshop.clock.advance({ minutes: 4 });
    await workshop.publish();
    expect(workshop.posted()).toEqual(all);
    expect(told(workshop, "PostHeld")).toEqual([]);
  });

  it("does not publish with a token that stands in another profile's place", async () => {
    const blog = await aBlog(numbered(1));
    const workshop = await aShop({
      accounts: [account, "other"],
      feeds: [{ url: blog.feedUrl, accounts: [account], backfill: 1 }],
    });
    const entry = await workshop.services.vault.read("other");
    if (entry.kind === "token") await workshop.services.vault.write(account, entry.token);
    await workshop.poll();
    expect(await workshop.publish({ account })).toMatchObject({
      accounts: [{ held: [{ words: expect.stringContaining("@other's") }] }],
    });
    expect(workshop.posted()).toEqual([]);
  });
});
