import { describe, expect, it } from "vitest";
import type { FaultAnswer } from "../../sandbox/faults.ts";
import { numbered } from "../support/a-blog.ts";
import { aLeakHunt, type LeakHunt, stray, type TalkativeFault } from "../support/a-leak-hunt.ts";
import { account } from "../support/a-workshop.ts";
import { failingServices } from "../support/failing-services.ts";
import { seededChance } from "../support/seeded-chance.ts";

/**
 * No token, code or app secret in a log, event, error, reply or ledger: recognisable ones are planted, every job is led
 * through success and failure, and whatever left the program is searched, also for what is cut off, escaped or in base 64.
 *
 * Not here: a Meta that never answers (its 20 and 60 s are real time; the words for it name host and seconds), and AWS's
 * own errors, which the adapters' tests look through.
 */

const event = (detailType: string, detail: object) => ({
  source: "feedloom",
  "detail-type": detailType,
  detail,
});

/** What a vault may hold that is no token, with one in it. */
const unreadableTexts = [
  stray,
  JSON.stringify(stray),
  JSON.stringify([stray]),
  JSON.stringify({ token: stray }),
  JSON.stringify({ accessToken: 17, note: stray }),
  `{"accessToken": "${stray}"`,
];

/** Half a year of an account, with all that its owner may do: every job, every way on. */
async function live(hunt: LeakHunt): Promise<void> {
  const { clock, sandbox, blog, services, poll, publish, refresh, connect } = hunt;
  const entries = (count: number) => {
    blog.entries = numbered(count).map((entry, index) =>
      index % 2 === 0 ? { ...entry, pictureUrl: `${blog.url}/picture.png` } : entry,
    );
    clock.advance({ minutes: 6 });
  };
  await refresh();
  await publish();
  await connect({ decision: "deny" });
  await connect();
  await poll();
  // Ten new ones: the quota is looked up. One answer is lost: the post is looked for.
  entries(11);
  await poll();
  sandbox.faults.plan({ call: "publish", nth: 2, effect: "after", answer: { kind: "reset" } });
  for (let tick = 0; tick < 3; tick += 1) {
    await publish(event("PostsPending", { account }));
    clock.advance({ minutes: 6 });
  }
  await publish({ account, text: "By hand", key: "one" });
  await publish({ account, text: "By hand", key: "one", dryRun: true });
  for (const days of [1, 7, 8]) {
    clock.advance({ days });
    await refresh();
  }
  const pasted = [
    sandbox.generateToken(account),
    sandbox.generateToken("stranger"),
    sandbox.generateToken(account, { kind: "short" }),
    sandbox.generateToken(account, { scopes: ["threads_basic"] }),
    { accessToken: stray },
  ];
  for (const { accessToken } of pasted) {
    await services.vault.paste(account, JSON.stringify({ accessToken })).catch(() => {});
    await publish();
    await refresh({ account });
  }
  await connect();
  sandbox.revoke(account, "removed");
  entries(16);
  await poll();
  await publish({ account });
  clock.advance({ days: 9 });
  await refresh();
  await connect();
  await publish(event("AccountConnected", { account }));
  clock.advance({ days: 61 });
  await publish();
  await refresh();
}

describe("no secret leaves the jobs", () => {
  it("when all goes well", async () => {
    const hunt = await aLeakHunt();
    await live(hunt);
    expect(await hunt.findings()).toEqual([]);
    // The net was under all of it.
    const all = hunt.net.everything();
    for (const sign of [
      '"message":"token looked at"',
      "info token looked at",
      "event: {",
      "reply of the oauth-callback",
      "location: 'http://127.0.0.1",
      "table posts: [",
      "table used_values: [",
      "permalink",
      "190/458",
    ])
      expect(all.includes(sign), sign).toBe(true);
  });

  const answers: FaultAnswer[] = [
    { kind: "reset" },
    { kind: "empty-500" },
    { kind: "html-502" },
    { kind: "error", http: 400, code: 190 },
    { kind: "error", http: 500, code: 2 },
    { kind: "error", http: 400, code: 100 },
    { kind: "error", http: 400, code: 1, subcode: 2207051 },
    { kind: "error", http: 418, code: 4711, subcode: 815 },
  ];
  const calls = [
    "exchangeCode",
    "exchangeForLongLived",
    "me",
    "inspect",
    "refresh",
    "createContainer",
    "containerStatus",
    "publishContainer",
    "publishingQuota",
    "ownPosts",
    "post",
  ];
  it.each(calls)("when Threads fails at %s in every way, and repeats what it was sent", async (call) => {
    for (const [index, answer] of answers.entries()) {
      const fault: TalkativeFault = { call, effect: index % 2 === 0 ? "before" : "after", answer };
      const hunt = await aLeakHunt({ fault });
      await live(hunt);
      expect(await hunt.findings(), JSON.stringify(fault)).toEqual([]);
      expect(hunt.sandbox.record.calls.filter((made) => made.fault !== undefined)).not.toEqual([]);
    }
  });

  it.each(Array.from({ length: 12 }, (_, index) => index + 1))(
    "when up to a third of all calls fails, to stores and to Threads (seed %i)",
    async (seed) => {
      const hunt = await aLeakHunt({
        spoil: (services, sandbox) =>
          failingServices(services, sandbox, seededChance(seed), 1 / (3 * (1 + (seed % 4)))),
      });
      await live(hunt);
      expect(await hunt.findings()).toEqual([]);
    },
  );

  it("when the database is closed under them", async () => {
    const hunt = await aLeakHunt();
    await hunt.connect();
    const [returned] = hunt.requests.slice(-1);
    expect(await hunt.findings()).toEqual([]);
    hunt.store.close();
    for (const job of [hunt.poll, hunt.publish, hunt.refresh, () => hunt.ask(returned), () => hunt.connect()])
      await job();
    expect(hunt.findingsInNet()).toEqual([]);
    expect(hunt.net.everything()).toContain("STORE_UNAVAILABLE");
  });

  it.each(unreadableTexts.map((text, index) => [index + 1, text] as const))(
    "when the vault holds something that is no token (%i)",
    async (_, text) => {
      const hunt = await aLeakHunt();
      await hunt.services.vault.paste(account, text);
      await hunt.poll();
      await hunt.publish();
      await hunt.refresh();
      await hunt.services.vault.writeAppSecret(text);
      await hunt.connect();
      expect(await hunt.findings()).toEqual([]);
      expect(hunt.net.everything()).toMatch(/what the vault holds/);
    },
  );

  it("when Threads or the person says no to a connect, in every way", async () => {
    const hunt = await aLeakHunt();
    const { sandbox, requests, clock } = hunt;
    const refusals: [string, () => Promise<unknown>][] = [
      ["wrong-profile", () => hunt.connect({ decision: "allow", username: "stranger" })],
      ["denied", () => hunt.connect({ decision: "deny" })],
      [
        "scopes-missing",
        async () => {
          sandbox.behaviour.grantedScopes = ["threads_basic"];
          await hunt.connect();
          sandbox.behaviour.grantedScopes = "as-requested";
        },
      ],
      ["link-used", async () => hunt.ask(requests.at(-1))],
      ["other-browser", async () => hunt.ask(changed(requests.at(-1), { cookies: [] }))],
      [
        "link-expired",
        async () => {
          clock.advance({ minutes: 11 });
          await hunt.ask(requests.at(-1));
        },
      ],
      [
        "link-forged",
        async () =>
          hunt.ask(changed(requests.at(-1), { queryStringParameters: { state: stray, code: stray } })),
      ],
    ];
    for (const [outcome, refuse] of refusals) {
      await refuse();
      const isSeen = hunt.net.everything().includes(`"outcome":"${outcome}"`);
      expect(isSeen, outcome).toBe(true);
    }
    expect(await hunt.findings()).toEqual([]);
  });

  const planted = { [stray]: stray };
  const strayRequests: [string, object][] = [
    ["in the query", { queryStringParameters: { state: stray, code: stray, error: stray, [stray]: stray } }],
    ["in a cookie", { cookies: [`__Host-feedloom-connect=${stray}`, stray] }],
    ["in the path", { routeKey: `GET /${stray}`, rawPath: `/${stray}`, pathParameters: { code: stray } }],
    ["as a body", { routeKey: "POST /uninstall", body: `signed_request=${stray}.${stray}` }],
    ["as a deletion's code", { routeKey: "GET /deletion/{code}", pathParameters: { code: stray } }],
    ["in the place of the query", { queryStringParameters: stray }],
  ];
  // Known leaks, as below: the names of fields are repeated.
  const strayKeys: [string, object][] = [
    ["under a key of the query", { queryStringParameters: { [stray]: 1 } }],
    ["in the place of the headers", { headers: { [stray]: planted } }],
  ];
  async function sendToCallback(request: object): Promise<void> {
    const hunt = await aLeakHunt();
    const usual = { routeKey: "GET /callback", requestContext: { domainName: "feedloom.example" } };
    for (const came of [
      { ...usual, ...request },
      { ...request, routeKey: "GET /callback" },
    ])
      await hunt.ask(came);
    expect(hunt.net.everything()).toContain("reply of the oauth-callback");
    expect(await hunt.findings()).toEqual([]);
  }
  it.each(strayRequests)("when a request to the callback has one %s", (_, request) =>
    sendToCallback(request),
  );
  it.each(strayKeys)("when a request to the callback has one %s", (_, request) => sendToCallback(request));

  const payloads: [string, unknown][] = [
    ["as the account", { account: stray }],
    ["as a feed", { feed: stray }],
    ["as an event's account", event("PostsPending", { account: stray })],
    ["as the payload", stray],
    ["in a list", [stray]],
    ["in a field of the wrong kind", { account: planted, dryRun: stray, backfill: stray }],
    ["in an event", { source: "feedloom", "detail-type": stray, detail: { account: stray } }],
    ["as the key of a post by hand", { account, text: "By hand", key: stray }],
  ];
  // Known leaks: what reads payloads repeats the names of fields that it does not know.
  const echoedPayloads: [string, unknown][] = [
    ["as a field's name", planted],
    ["as a field of a post by hand", { account, text: "By hand", [stray]: stray, imageUrl: stray }],
  ];
  async function sendToJobs(payload: unknown): Promise<void> {
    const hunt = await aLeakHunt();
    for (const job of [hunt.poll, hunt.publish, hunt.refresh]) await job(payload);
    expect(hunt.net.everything()).toMatch(/error of the|reply of the/);
    expect(await hunt.findings()).toEqual([]);
  }
  it.each(payloads)("when one comes to a job %s", (_, payload) => sendToJobs(payload));
  it.each(echoedPayloads)("when one comes to a job %s", (_, payload) => sendToJobs(payload));
});

function changed(request: unknown, changes: object): object {
  if (typeof request !== "object" || request === null) throw new Error("no request came");
  return { ...request, ...changes };
}
