import { FeedloomError } from "../../functions/core/errors.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { visitConsent } from "../../sandbox/visitor.ts";
import type { Host } from "./start-host.ts";

/**
 * Connects an account as its owner would with a browser, against the sandbox: our connect link, its consent page, Allow,
 * our callback, code, short-lived token, long-lived token, vault.
 *
 * @returns until when the token is good; undefined when there was one already.
 */
export async function connectOnSandbox(
  account: string,
  host: Host,
  sandbox: Sandbox,
): Promise<Date | undefined> {
  const { vault, clock } = host.services;
  const before = await vault.read(account);
  if (before.kind === "token" && before.token.expiresAt > clock.now()) return undefined;
  sandbox.addPerson({ username: account, name: account === "demo" ? "The Loom Room" : account });
  const end = await visitConsent(`${host.url}/connect`, { username: account, decision: "allow" });
  const after = await vault.read(account);
  if (after.kind === "token") return after.token.expiresAt;
  throw new FeedloomError(
    "TOKEN_LOST",
    `@${account} could not be connected to the sandbox (HTTP ${end.status}); try a new folder with --data`,
  );
}
