import { onTestFinished, vi } from "vitest";
import * as z from "zod";
import { callbackServer } from "../../bin/local/callback-server.ts";
import { invocation } from "../../bin/local/invocation.ts";
import { serve } from "../../bin/local/serve.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import { Secret } from "../../functions/core/secret.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import { createHandler as createCallback } from "../../functions/oauth-callback/handler.ts";
import type { Log } from "../../functions/ports/log.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import type { Handler } from "../../functions/runtime/chain.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import { createHandler as createRefresher } from "../../functions/token-refresher/handler.ts";
import type { FaultAnswer } from "../../sandbox/faults.ts";
import { accessToken, authorizationCode } from "../../sandbox/identifiers.ts";
import { type Sandbox, startSandbox } from "../../sandbox/start-sandbox.ts";
import { type Visit, visitConsent } from "../../sandbox/visitor.ts";
import { aBlog, numbered } from "./a-blog.ts";
import { account } from "./a-workshop.ts";
import { callKindOf, everyCall } from "./failing-services.ts";
import { recordedLog } from "./recorded-log.ts";
import { secretNet } from "./secret-net.ts";
import { VirtualClock } from "./virtual-clock.ts";

/** In the shape of Meta's: 32 digits of base 16. */
const clientSecret = "0badc0de5ec2e70badc0de5ec2e70bad";
/** What a person, or somebody who means no good, puts where it does not belong. */
export const stray = "THAAstray7Qw3rTyUi0pAsDfGhJkLzXcVbNm7Qw3rTyUi0pAsDfGhJkLz";
/** More than a story makes. */
const tokensAtMost = 150;

/** A fault of Meta's; where it has words, they repeat the secrets that it was sent, as it is known to do. */
export interface TalkativeFault {
  /** A method of the Threads API. */
  call: string;
  effect: "before" | "after";
  answer: FaultAnswer;
}

type Services = ReturnType<typeof localServices>;

/**
 * All jobs over one ledger, with a net under everything that leaves them: log lines in both forms, events, replies, what is
 * thrown, HTTP answers, and at the end the ledger's tables.
 */
export async function aLeakHunt(
  options: { fault?: TalkativeFault; spoil?: (services: Services, sandbox: Sandbox) => Services } = {},
) {
  const net = secretNet();
  const clock = new VirtualClock();
  const blog = await aBlog(numbered(1));
  const sandbox = await startSandbox({
    clock,
    app: { clientId: "1184220593360717", clientSecret },
    people: [{ username: account }, { username: "stranger" }],
    cards: "off",
  });
  const store = new SqliteStore(":memory:");
  const bus = new InProcessBus();
  bus.subscribe((event) => net.put("event", event));
  // Powertools writes what is wrong to standard error.
  const streams = [process.stdout, process.stderr].map((stream) =>
    vi.spyOn(stream, "write").mockImplementation((chunk) => {
      net.put("standard output", String(chunk));
      return true;
    }),
  );
  const recorded = recordedLog();
  const real = localServices({
    store,
    bus,
    clock,
    log: inBoth(recorded, jsonLog()),
    configuration: readConfiguration({
      accounts: [account],
      feeds: [{ url: blog.feedUrl, style: "image", backfill: 1 }],
    }),
    threadsUrls: sandbox,
    allowPrivateFeeds: true,
  });
  const { fault, spoil = (services: Services) => services } = options;
  const threads = everyCall(real.threads, async (name, call, values) => {
    const kind = callKindOf(name);
    if (fault !== undefined && kind !== undefined && fault.call === name) {
      const { effect, answer } = fault;
      sandbox.faults.plan({ call: kind, effect, answer: talkative(answer, values) });
    }
    return call();
  });
  const services = spoil({ ...real, threads }, sandbox);

  /** A job whose replies and errors go into the net; its failure is no failure of the hunt. */
  const hunted =
    <Reply>(name: string, handler: Handler<Reply>): Handler<Reply | undefined> =>
    async (event, context) => {
      try {
        const reply = await handler(event, context);
        net.put(`reply of the ${name}`, reply);
        return reply;
      } catch (error) {
        net.put(`error of the ${name}`, error);
        return undefined;
      }
    };
  const job =
    (name: string, handler: Handler) =>
    (payload: unknown = {}) =>
      hunted(name, handler)(payload, invocation(name));
  const callback = createCallback(services);
  /** Every request that came to the callback, to be sent again. */
  const requests: unknown[] = [];
  const ask = (event: unknown) => hunted("oauth-callback", callback)(event, invocation("oauth-callback"));
  const server = await serve(
    callbackServer(async (event) => {
      requests.push(event);
      return (await ask(event)) ?? { statusCode: 500 };
    }),
    0,
  );
  sandbox.registerRedirect(`${server.url}/callback`);
  await real.vault.writeAppSecret(JSON.stringify(sandbox.app));
  onTestFinished(async () => {
    for (const stream of streams) stream.mockRestore();
    await server.close();
    await sandbox.close();
    store.close();
  });

  const secrets = new Map([
    ["the app's secret", clientSecret],
    ["the stray token", stray],
  ]);
  for (let number = 1; number <= tokensAtMost; number += 1) {
    secrets.set(`token ${number}`, accessToken(number));
    secrets.set(`code ${number}`, authorizationCode(number));
  }
  return {
    net,
    clock,
    blog,
    sandbox,
    store,
    services,
    requests,
    ask,
    connect: (visit: Visit = { decision: "allow" }) =>
      visitConsent(`${server.url}/connect`, visit).catch(() => undefined),
    poll: job("feed-poller", createPoller(services)),
    publish: job("publisher", createPublisher(services)),
    refresh: job("token-refresher", createRefresher(services)),
    /** As `findings`, without the tables: for when the ledger is gone. */
    findingsInNet: () => net.findings(secrets),
    /** What was found in the net and the ledger so far. */
    async findings(): Promise<string[]> {
      await bus.settled();
      for (const line of recorded.lines) net.put("log", line);
      for (const [table, rows] of tablesOf(store)) net.put(`table ${table}`, rows);
      return net.findings(secrets);
    },
  };
}
export type LeakHunt = Awaited<ReturnType<typeof aLeakHunt>>;

function inBoth(one: Log, other: Log): Log {
  const both = (level: keyof Log) => (message: string, facts?: Record<string, unknown>) => {
    one[level](message, facts);
    other[level](message, facts);
  };
  return { info: both("info"), warn: both("warn"), error: both("error") };
}

/** Meta's words, with all that it was sent, whole and cut off, in every form; and the app's secret, which it knows. */
function talkative(answer: FaultAnswer, values: unknown[]): FaultAnswer {
  if (answer.kind !== "error") return answer;
  const sent = secretsIn(values).map((secret) =>
    [
      secret,
      `${secret.slice(0, 40)}…`,
      encodeURIComponent(secret),
      Buffer.from(secret).toString("base64"),
      Buffer.from(secret).toString("base64url"),
    ].join(" or "),
  );
  return {
    ...answer,
    message: `Malformed access token ${sent.join(", ")} (app ${clientSecret}, token ${stray})`,
  };
}

function secretsIn(value: unknown): string[] {
  if (value instanceof Secret) return [value.reveal()];
  if (typeof value !== "object" || value === null) return [];
  return Object.values(value).flatMap(secretsIn);
}

const anyRow = z.record(z.string(), z.unknown());

function tablesOf(store: SqliteStore): [table: string, rows: unknown][] {
  const names = store
    .rows(z.object({ name: z.string() }), "SELECT name FROM sqlite_master WHERE type = 'table'")
    .map(({ name }) => name)
    .filter((name) => name !== "secrets");
  return names.map((name) => [name, store.rows(anyRow, `SELECT * FROM ${name}`)]);
}
