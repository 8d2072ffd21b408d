import { onTestFinished } from "vitest";
import * as z from "zod";
import { invocation } from "../../bin/local/invocation.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { readConfiguration } from "../../functions/core/configuration.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { createHandler } from "../../functions/oauth-callback/handler.ts";
import type { HttpReply } from "../../functions/runtime/chain.ts";
import { localServices } from "../../functions/runtime/local-services.ts";
import type { Services } from "../../functions/runtime/services.ts";
import { signedRequest } from "../../sandbox/signed-request.ts";
import { type SandboxOptions, startSandbox } from "../../sandbox/start-sandbox.ts";
import { connect } from "./a-workshop.ts";
import { aPost, lives } from "./ledger-records.ts";
import { recordedLog } from "./recorded-log.ts";
import { VirtualClock } from "./virtual-clock.ts";

export const account = "bronzfronz";
export const metaClientSecret = "9c1d6fe0b25a4873a0de5b7c41f2a698";
const host = "feedloom.example";
const tables = ["feeds", "entries", "posts", "leases", "accounts", "used_values", "secrets"] as const;
type Table = (typeof tables)[number];

export interface Asked {
  query?: Record<string, string>;
  cookies?: string[];
  code?: string;
  contentType?: string;
  body?: string;
  isBase64Encoded?: boolean;
}

/** The callback function behind a made-up API, a connected profile, and a sandbox that plays Meta. */
export async function aDesk(
  options: { sandbox?: SandboxOptions; connected?: boolean; database?: string } = {},
) {
  const clock = new VirtualClock();
  const sandbox = await startSandbox({
    clock,
    people: [{ username: account }, { username: "second" }, { username: "stranger" }],
    redirectUris: [`https://${host}/callback`],
    cards: "off",
    ...options.sandbox,
  });
  const store = new SqliteStore(options.database ?? ":memory:");
  onTestFinished(async () => {
    await sandbox.close();
    store.close();
  });
  const bus = new InProcessBus();
  const events: FeedloomEvent[] = [];
  bus.subscribe((event) => void events.push(event));
  const log = recordedLog();
  const services = localServices({
    store,
    bus,
    clock,
    log,
    configuration: readConfiguration({
      accounts: [account, "second"],
      feeds: ["https://blog.example/feed.xml"],
    }),
    threadsUrls: sandbox,
    allowPrivateFeeds: true,
  });
  await services.vault.writeAppSecret(JSON.stringify({ ...sandbox.app, metaClientSecret }));
  if (options.connected !== false) await connect(account, sandbox, services);
  await services.ledger.addPost(aPost({ id: "out", life: { ...lives.published, ...planted } }));
  await services.ledger.addPost(aPost({ id: "waiting", orderKey: "2026-11-21" }));

  const userId = sandbox.addPerson({ username: account });
  const rows = (table: Table) => store.rows(z.record(z.string(), z.unknown()), `SELECT * FROM ${table}`);
  const ask = (
    routeKey: string,
    asked: Asked = {},
    changed: Partial<Services> = {},
    remainingInMs?: () => number,
  ): Promise<HttpReply> => {
    const context = invocation("oauth-callback");
    if (remainingInMs !== undefined) context.getRemainingTimeInMillis = remainingInMs;
    return createHandler({ ...services, ...changed })(eventOf(routeKey, asked), context);
  };
  return {
    clock,
    sandbox,
    services,
    store,
    events,
    log,
    ask,
    userId,
    /** Everything that is kept, to the letter. */
    kept: () => Object.fromEntries(tables.map((table) => [table, rows(table)])),
    /** As above, as one text to be searched. */
    keptText: () => JSON.stringify(tables.map(rows)),
    token: async () => {
      const entry = await services.vault.read(account);
      return entry.kind === "token" ? entry.token.accessToken.reveal() : undefined;
    },
    exchanges: () => sandbox.record.calls.filter(({ call }) => call === "exchange-code").length,
    /** What a person with a browser brings back from the consent page. */
    consent: async (
      username = account,
      changed: Partial<Services> = {},
    ): Promise<{ query: Record<string, string>; cookies: string[] }> => {
      const { headers, cookies = [] } = await ask("GET /connect", {}, changed);
      const form = new URL(headers.location ?? "").searchParams;
      form.set("decision", "allow");
      form.set("username", username);
      const sent = await fetch(sandbox.authorizeUrl, { method: "POST", body: form, redirect: "manual" });
      const back = new URL(sent.headers.get("location") ?? "");
      return {
        query: Object.fromEntries(back.searchParams),
        cookies: cookies.map((cookie) => cookie.split(";")[0] ?? ""),
      };
    },
  };
}
export type Desk = Awaited<ReturnType<typeof aDesk>>;

/** What Threads gave for a published post. */
export const planted = {
  containerId: "17999888777666555",
  mediaId: "18000111222333444",
  permalink: `https://threads.example/@${account}/post/C0dE`,
};

/** As API Gateway would hand it over, which gives a form in base64. */
export function eventOf(routeKey: string, asked: Asked): object {
  const { query, cookies, code, contentType = "application/x-www-form-urlencoded", body } = asked;
  const given = Buffer.from(body ?? "", "latin1");
  return {
    version: "2.0",
    routeKey,
    headers: { "content-type": contentType },
    ...(query === undefined ? {} : { queryStringParameters: query }),
    ...(cookies === undefined ? {} : { cookies }),
    ...(code === undefined ? {} : { pathParameters: { code } }),
    requestContext: { domainName: host },
    ...(body === undefined
      ? {}
      : { body: asked.isBase64Encoded === false ? body : given.toString("base64") }),
    isBase64Encoded: body !== undefined && asked.isBase64Encoded !== false,
  };
}

/** A form with a `signed_request`, as Meta sends it. */
export const signedForm = (signedRequest: string): string =>
  String(new URLSearchParams({ signed_request: signedRequest }));

/** What Meta says of a person at this moment. */
export const genuine = (userId: string, at: Date) => ({
  user_id: userId,
  algorithm: "HMAC-SHA256",
  issued_at: Math.floor(at.getTime() / 1000),
});

/** A genuine `signed_request` about the connected profile's owner. */
export const signed = ({ sandbox, userId, clock }: Desk): string =>
  signedRequest(genuine(userId, clock.now()), sandbox.app.clientSecret);

/** A genuine request as Meta posts it at this moment. */
export function request(desk: Desk, { userId = desk.userId, secret = desk.sandbox.app.clientSecret } = {}) {
  return { body: signedForm(signedRequest(genuine(userId, desk.clock.now()), secret)) };
}
