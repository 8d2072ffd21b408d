import * as z from "zod";
import { Secret } from "./secret.ts";
import { storedDate } from "./stored-date.ts";

const storedSecret = z.codec(z.string().min(1), z.instanceof(Secret), {
  decode: (text) => new Secret(text),
  encode: (secret) => secret.reveal(),
});

/**
 * A connected profile's long-lived token as the vault keeps it.
 *
 * Ids are text: Meta's exceed 2^53, so that as numbers their last digits would change.
 */
const tokenSchema = z.object({
  accessToken: storedSecret,
  userId: z.string().regex(/^\d+$/),
  username: z.string().min(1),
  scopes: z.array(z.string()),
  issuedAt: storedDate,
  /** When its owner connected, by Meta's clock: what Meta signs later is meant for this connection. */
  grantedAt: storedDate.exactOptional(),
  expiresAt: storedDate,
});
export type Token = z.output<typeof tokenSchema>;

/** What can stand in an account's place in the vault. */
export type VaultEntry =
  | { kind: "absent" }
  /** Put there by a person, nothing known of it yet: the refresher adopts it. */
  | { kind: "pasted"; accessToken: Secret }
  | { kind: "token"; token: Token }
  /** Something is there that is no token: left alone, and told. */
  | { kind: "unreadable"; why: string };

const emptySchema = z.strictObject({});
const pastedSchema = z.object({ accessToken: z.string().trim().min(20) });

/** Reads the JSON text that a vault keeps for an account. Never throws; its findings name no value. */
export function readVaultText(text: string | undefined): VaultEntry {
  if (text === undefined || text.trim() === "") return { kind: "absent" };
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { kind: "unreadable", why: 'it is no JSON; write {"accessToken": "…"}' };
  }
  if (emptySchema.safeParse(json).success) return { kind: "absent" };
  const whole = tokenSchema.safeParse(json);
  if (whole.success) return { kind: "token", token: whole.data };
  const pasted = pastedSchema.safeParse(json);
  if (pasted.success) return { kind: "pasted", accessToken: new Secret(pasted.data.accessToken) };
  return { kind: "unreadable", why: 'it has no "accessToken"; write {"accessToken": "…"}' };
}

/** The JSON text for the vault: `{accessToken, userId, username, scopes, issuedAt, expiresAt}`. */
export function writeVaultText(token: Token): string {
  return JSON.stringify(tokenSchema.encode(token));
}

const appSecretSchema = z.object({
  clientId: z.string().regex(/^\d+$/),
  clientSecret: z.string().trim().min(8),
  // One that is empty or no secret is left out: it must not stand in the way of connecting.
  metaClientSecret: z.string().min(8).optional().catch(undefined),
});

/** The Threads app's id and secret (the Threads pair, not the Meta app's). */
export interface AppSecret {
  clientId: string;
  clientSecret: Secret;
  /** The Meta app's secret, for one use: Meta does not say which of the two signs what it sends us. */
  metaClientSecret?: Secret;
}

/**
 * @returns undefined when it was never filled in, or is not `{"clientId": "digits", "clientSecret": "…"}`; a
 *   `"metaClientSecret"` may stand beside them.
 */
export function readAppSecretText(text: string | undefined): AppSecret | undefined {
  if (text === undefined) return undefined;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return undefined;
  }
  const read = appSecretSchema.safeParse(json);
  if (!read.success) return undefined;
  const { clientId, clientSecret, metaClientSecret } = read.data;
  return {
    clientId,
    clientSecret: new Secret(clientSecret),
    ...(metaClientSecret === undefined ? {} : { metaClientSecret: new Secret(metaClientSecret) }),
  };
}

/** Every secret that Meta may sign with; none when nobody filled them in. */
export function signingSecrets(app: AppSecret | undefined): Secret[] {
  return [app?.clientSecret, app?.metaClientSecret].filter((secret) => secret !== undefined);
}
