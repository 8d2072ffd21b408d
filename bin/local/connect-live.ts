import { randomUUID } from "node:crypto";
import { otherOwner } from "../../functions/core/account-owner.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import type { Secret } from "../../functions/core/secret.ts";
import { explain } from "../../functions/oauth-callback/explain-fault.ts";
import { type ConnectOutcome, finishConnect } from "../../functions/oauth-callback/finish-connect.ts";
import { startConnect } from "../../functions/oauth-callback/start-connect.ts";
import { invocation } from "./invocation.ts";
import type { Check, Questions } from "./questions.ts";
import { type Connected, hasToken } from "./stage.ts";
import type { Host } from "./start-host.ts";

/** Where Meta sends the browser back to: nothing listens there, since Meta takes no `http://localhost`. */
const usualRedirectUri = "https://localhost/callback";

/**
 * Connects an account to Threads itself, from this machine: with a token that the person generated on Meta's dashboard, or
 * with the app's id and secret through the consent page.
 *
 * @param given - a token that is known to be this account's.
 */
export async function connectLive(
  account: string,
  given: Secret | undefined,
  host: Host,
  environment: NodeJS.ProcessEnv,
  ask: Questions,
): Promise<Connected | undefined> {
  if (given !== undefined) return adopt(account, given, host);
  if (await hasToken(account, host)) return undefined;
  const isAppGiven = Boolean(environment.THREADS_APP_ID && environment.THREADS_APP_SECRET);
  const way = isAppGiven
    ? "app"
    : await ask.choose(`How shall @${account} be connected?`, [
        { value: "token", name: "with a token from Meta's User Token Generator (two minutes)" },
        { value: "app", name: "through the consent page, with the Threads app's id and secret" },
      ]);
  return way === "token"
    ? adopt(account, await ask.secret(`@${account}'s token`), host)
    : consent(account, host, environment, ask);
}

/** A generated token is taken in as one that was pasted into the vault. */
async function adopt(
  account: string,
  token: Secret,
  { services: { vault }, refresher }: Host,
): Promise<Connected> {
  const before = await vault.read(account);
  await vault.paste(account, JSON.stringify({ accessToken: token.reveal() }));
  const { accounts } = await refresher({ account }, invocation("token-refresher"));
  const after = await vault.read(account);
  if (after.kind === "token") return { how: "the token you gave", expiresAt: after.token.expiresAt };
  // What does not work must not stand where something worked.
  if (before.kind === "token") await vault.write(account, before.token);
  else await vault.erase(account);
  throw new FeedloomError(
    "TOKEN_LOST",
    accounts[0]?.words ?? "the token could not be used; generate a new one (docs/meta-app.md)",
  );
}

/** The consent page in the person's own browser; its last address, which no page answers, is pasted here. */
async function consent(
  account: string,
  { services }: Host,
  environment: NodeJS.ProcessEnv,
  ask: Questions,
): Promise<Connected> {
  const redirectUri = environment.THREADS_REDIRECT_URI || usualRedirectUri;
  const clientId =
    given("THREADS_APP_ID", environment, wrongId) ??
    (await ask.text("The Threads app id (not the Meta app id)", wrongId));
  const clientSecret =
    given("THREADS_APP_SECRET", environment, wrongSecret) ??
    (await ask.secret("The Threads app secret", wrongSecret)).reveal();
  await services.vault.writeAppSecret(JSON.stringify({ clientId, clientSecret }));
  const { location, cookie } = await startConnect(redirectUri, services, randomUUID);
  ask.say(`
Meta sends browsers back to https addresses only, so the last page will not load. That is as it should be.
  1. On Meta's dashboard, ${redirectUri} must stand among the redirect callback URLs (docs/meta-app.md).
  2. Open this link, logged in to Threads as @${account}, and press Allow:

${location}

  3. Copy the whole address of the page that does not load, and paste it here.
`);
  const pasted = await ask.text("The address of that page");
  const came = URL.canParse(pasted) ? new URL(pasted).searchParams : new URLSearchParams();
  const one = (name: string) => {
    const value = came.get(name);
    return value === null ? {} : { [name]: value };
  };
  const request = {
    ...one("state"),
    ...one("code"),
    ...one("error"),
    cookie: /=([^;]*)/.exec(cookie)?.[1] ?? "",
  };
  const outcome = await finishConnect(request, redirectUri, services);
  if (outcome.kind === "connected" && outcome.username === account) {
    return { how: "consent, code, token", expiresAt: outcome.expiresAt };
  }
  throw new FeedloomError("TOKEN_LOST", `@${account} was not connected: ${inWords(outcome)}`);
}

const wrongId: Check = (id) =>
  /^\d+$/.test(id) ? undefined : "It has digits only; copy the Threads app ID from Meta's dashboard.";
const wrongSecret: Check = (secret) =>
  /^\S{8,}$/.test(secret)
    ? undefined
    : "It is 8 characters or longer, without blanks; copy the Threads app secret from Meta's dashboard.";

/**
 * What the environment answers beforehand.
 *
 * @throws FeedloomError `CONFIG_INVALID` - naming the variable, not what stands in it.
 */
function given(name: string, environment: NodeJS.ProcessEnv, check: Check): string | undefined {
  const value = environment[name]?.trim();
  if (!value) return undefined;
  const wrong = check(value);
  if (wrong === undefined) return value;
  throw new FeedloomError(
    "CONFIG_INVALID",
    `${name} in the environment cannot be right: ${lowerFirst(wrong)}`,
  );
}

function lowerFirst(text: string): string {
  return text.charAt(0).toLowerCase() + text.slice(1).replace(/\.$/, "");
}

/** How it ended, in a sentence. */
function inWords(outcome: ConnectOutcome): string {
  switch (outcome.kind) {
    case "connected":
      return `it was @${outcome.username} who was connected; log in as the other profile and start again`;
    case "denied":
      return "Threads was not allowed, or the address has no code in it";
    case "link-forged":
    case "other-browser":
      return "the address is not the one that this link led to; copy it whole, and use the newest link";
    case "link-expired":
      return "ten minutes are over; start again";
    case "link-used":
      return "this address was used already; start again";
    case "wrong-profile":
      return `the browser was logged in as @${outcome.username}; log in as the right profile and start again`;
    case "other-owner":
      return `@${outcome.username} is ${otherOwner(outcome.username, outcome.userId)}`;
    case "scopes-missing":
      return `the permission ${outcome.missing.join(" and ")} is missing; add it to the app's use case and start again`;
    case "refused":
      // Those words are for the deployed Feedloom, too, where the pair stands in a secret.
      return `${explain(outcome.fault).join(" ")}. On this machine the app's pair is what you are asked for: start again and give it anew`;
  }
}
