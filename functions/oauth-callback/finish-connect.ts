import * as z from "zod";
import { newOwner, type OwnerVerdict, otherOwner, ownerVerdict } from "../core/account-owner.ts";
import { checkState, type GenuineState } from "../core/connect-state.ts";
import type { FeedloomEvent } from "../core/events.ts";
import { Secret } from "../core/secret.ts";
import type { ThreadsFault } from "../core/threads-fault.ts";
import type { AppSecret, Token } from "../core/token.ts";
import { daysLeft, lifeFrom } from "../core/token-life.ts";
import type { GrantedToken } from "../ports/threads-api.ts";
import { announce } from "../runtime/announce.ts";
import { recordConnected } from "../runtime/connection-record.ts";
import type { Services } from "../runtime/services.ts";

/** How a connect ended, for the page that the person then sees. */
export type ConnectOutcome =
  | { kind: "connected"; username: string; expiresAt: Date }
  /** The person pressed Deny, or Meta says why not. */
  | { kind: "denied" }
  | { kind: "link-forged" }
  | { kind: "link-expired" }
  | { kind: "link-used" }
  | { kind: "other-browser" }
  | { kind: "wrong-profile"; username: string; wanted: string[] }
  /** The username is right, and somebody else's than before. */
  | { kind: "other-owner"; username: string; userId: string }
  | { kind: "scopes-missing"; username: string; missing: string[] }
  | { kind: "refused"; fault: ThreadsFault };

/** The query of `GET /callback` and the browser's cookie. */
export interface CallbackRequest {
  state?: string;
  code?: string;
  error?: string;
  cookie?: string;
}

type Parts = Pick<
  Services,
  "vault" | "stateStore" | "threads" | "clock" | "configuration" | "ledger" | "bus" | "log"
>;

/**
 * Turns what came back from Meta into a connected account. The state is checked before anything else and used up before
 * Meta is asked; the token is written only when it is the right person's and may do what is needed, so nothing that goes
 * wrong on the way takes away a token that works.
 */
export async function finishConnect(
  request: CallbackRequest,
  redirectUri: string,
  services: Parts,
): Promise<ConnectOutcome> {
  const { vault, stateStore, clock } = services;
  const app = await vault.readAppSecret();
  // Without a secret no link is ours. Whether there is one is not said here; the connect link says it to its owner.
  if (app === undefined) return { kind: "link-forged" };
  const verdict = checkState(app.clientSecret, { state: request.state, cookie: request.cookie }, clock.now());
  switch (verdict.kind) {
    case "forged":
      return { kind: "link-forged" };
    case "expired":
      return { kind: "link-expired" };
    case "other-browser":
      return { kind: "other-browser" };
    case "genuine":
      break;
  }
  const { state } = verdict;
  const code = codeShape.safeParse(request.code).data;
  if (request.error === undefined && code === undefined) return { kind: "link-forged" };
  if (!(await stateStore.useOnce(state.nonce, state.expiresAt, clock.now()))) return { kind: "link-used" };
  if (request.error !== undefined || code === undefined) return { kind: "denied" };
  return connect(state, app, new Secret(code), redirectUri, services);
}

/** Meta's are some 200 printable characters. `#_` is the fragment that it puts behind, copied along. */
const codeShape = z
  .string()
  .max(2048)
  .transform((code) => code.replace(/#_$/, ""))
  .pipe(z.string().regex(/^[\x21-\x7e]+$/));

/** @param _checked - proof that the state was checked; without it nothing is exchanged. */
async function connect(
  _checked: GenuineState,
  app: AppSecret,
  code: Secret,
  redirectUri: string,
  services: Parts,
): Promise<ConnectOutcome> {
  const { threads, configuration, clock, ledger, vault } = services;
  const short = await threads.exchangeCode(app, { code, redirectUri });
  if (!short.ok) return { kind: "refused", fault: short.fault };
  const long = await longLived(app, short.value.accessToken, services);
  if ("fault" in long) return { kind: "refused", fault: long.fault };
  const me = await threads.me(long.accessToken);
  if (!me.ok) return { kind: "refused", fault: me.fault };
  const username = me.value.username.toLowerCase();
  const wanted = configuration.accounts.map((account) => account.username);
  if (!wanted.includes(username)) return { kind: "wrong-profile", username, wanted };
  const [record, entry] = [await ledger.readAccount(username), await vault.read(username, { fresh: true })];
  const owner = ownerVerdict(me.value.userId, record, entry);
  if (owner === "other") {
    const left = record?.tokenExpiresAt === undefined ? 0 : daysLeft(record.tokenExpiresAt, clock.now());
    await tellRefused(username, left, me.value.userId, services);
    return { kind: "other-owner", username, userId: me.value.userId };
  }
  const granted = await threads.inspect(long.accessToken);
  // Meta drops scopes without a word; where it does not say which it granted, the first post will tell.
  const scopes = granted.ok ? granted.value.scopes : configuration.scopes;
  const missing = configuration.scopes.filter((scope) => !scopes.includes(scope));
  if (missing.length > 0) return { kind: "scopes-missing", username, missing };
  const now = clock.now();
  const life = lifeFrom(now, long.expiresInSeconds);
  const isUntold = long.expiresInSeconds === undefined && granted.ok;
  const expiresAt = (isUntold ? granted.value.expiresAt : undefined) ?? life.expiresAt;
  const grantedAt = me.at === undefined ? {} : { grantedAt: me.at };
  await keep(
    { accessToken: long.accessToken, ...me.value, username, scopes, ...life, ...grantedAt, expiresAt },
    owner,
    services,
  );
  return { kind: "connected", username, expiresAt };
}

/** 452/4279019: the token is long-lived already, as those from Meta's dashboard are. Used as it is. */
const alreadyLongLived = 4279019;

async function longLived(
  app: AppSecret,
  token: Secret,
  { threads }: Parts,
): Promise<GrantedToken | { fault: ThreadsFault }> {
  const answer = await threads.exchangeForLongLived(app, token);
  if (answer.ok) return answer.value;
  return answer.fault.subcode === alreadyLongLived ? { accessToken: token } : { fault: answer.fault };
}

/** Whoever runs Feedloom hears of it: the one who sees the page may be the stranger. */
async function tellRefused(account: string, left: number, userId: string, services: Parts): Promise<void> {
  const words = `somebody connected as ${otherOwner(account, userId)}`;
  services.log.warn("another owner refused", { account, words });
  const refused: FeedloomEvent = { type: "TokenRefreshFailed", detail: { account, daysLeft: left, words } };
  await announce([refused], { account }, services);
}

async function keep(token: Token, owner: OwnerVerdict, services: Parts): Promise<void> {
  const { vault, ledger, clock, log } = services;
  const account = token.username;
  await vault.write(account, token);
  await recordConnected(token, clock.now(), { ledger });
  const told = owner === "accepted" ? { words: newOwner(token.userId) } : {};
  if (owner === "accepted") log.warn("account has another owner", { account, ...told });
  // Should the publisher not hear of it, the next poll tells it.
  const events: FeedloomEvent[] = [
    { type: "AccountConnected", detail: { account, expiresAt: token.expiresAt.toISOString(), ...told } },
    { type: "PostsPending", detail: { account } },
  ];
  await announce(events, { account }, services);
}
