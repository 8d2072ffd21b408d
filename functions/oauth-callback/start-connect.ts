import { makeState, stateLifeInMs } from "../core/connect-state.ts";
import { FeedloomError } from "../core/errors.ts";
import type { AppSecret } from "../core/token.ts";
import type { Services } from "../runtime/services.ts";

/** `__Host-`: only over TLS (or loopback), only this host, never set from a subdomain. */
export const cookieName = "__Host-feedloom-connect";

/**
 * Where to send the browser, and the cookie that binds the answer to it. Writes nothing: a flood of these costs nothing.
 *
 * @param chance - random text, at least 128 bits of it each time.
 * @throws FeedloomError `CONFIG_MISSING` - nobody has filled in the app's id and secret.
 */
export async function startConnect(
  redirectUri: string,
  { vault, threads, clock, configuration }: Pick<Services, "vault" | "threads" | "clock" | "configuration">,
  chance: () => string,
): Promise<{ location: string; cookie: string }> {
  const app = await appSecret(vault);
  const { state, cookie } = makeState(app.clientSecret, { nonce: chance(), browser: chance() }, clock.now());
  return {
    location: threads.authorizeUrl(app, { redirectUri, scopes: configuration.scopes, state }),
    cookie: `${cookieName}=${cookie}; Max-Age=${stateLifeInMs / 1000}; Path=/; Secure; HttpOnly; SameSite=Lax`,
  };
}

async function appSecret(vault: Services["vault"]): Promise<AppSecret> {
  const app = await vault.readAppSecret();
  if (app !== undefined) return app;
  throw new FeedloomError(
    "CONFIG_MISSING",
    'the app\'s id and secret are not filled in; put {"clientId": "…", "clientSecret": "…"} (the Threads pair, not the Meta pair) into the app secret',
  );
}
