import {
  GetSecretValueCommand,
  PutSecretValueCommand,
  ResourceNotFoundException,
  type SecretsManagerClient,
} from "@aws-sdk/client-secrets-manager";
import { FeedloomError } from "../../core/errors.ts";
import {
  type AppSecret,
  readAppSecretText,
  readVaultText,
  type Token,
  type VaultEntry,
  writeVaultText,
} from "../../core/token.ts";
import type { Clock } from "../../ports/clock.ts";
import type { Vault } from "../../ports/vault.ts";
import { answered } from "./aws-fault.ts";

/**
 * How long a warm function keeps what it read. Each read takes some 50 ms and is paid; a renewed token leaves the
 * former one good, and a refused one is read anew (`fresh`), so nothing hangs on these five minutes.
 */
const keptForInMs = 5 * 60 * 1000;

/** That nobody filled in the app's secret: each request of a stranger would be a paid read; who fills it in waits a minute. */
const absenceKeptForInMs = 60 * 1000;

interface Kept<Value> {
  value: Value;
  until: number;
}

/** The vault in Secrets Manager: one secret for the app and one for each account. The stack makes them; nobody else. */
export class SecretsManagerVault implements Vault {
  readonly #client: SecretsManagerClient;
  readonly #names: { appSecret: string; accountPrefix: string };
  readonly #clock: Pick<Clock, "now">;
  readonly #tokens = new Map<string, Kept<VaultEntry>>();
  #app: Kept<AppSecret | undefined> | undefined;

  /** @param names - accounts' secrets are called by the prefix and the username. */
  constructor(
    client: SecretsManagerClient,
    names: { appSecret: string; accountPrefix: string },
    clock: Pick<Clock, "now">,
  ) {
    this.#client = client;
    this.#names = names;
    this.#clock = clock;
  }

  async read(account: string, options?: { fresh?: boolean }): Promise<VaultEntry> {
    const kept = this.#tokens.get(account);
    if (kept !== undefined && options?.fresh !== true && this.#now() < kept.until) return kept.value;
    const value = readVaultText(await this.#text(this.#nameOf(account)));
    // Only tokens are kept: who has just connected, or pasted a better text, is not to wait five minutes.
    if (value.kind === "token") this.#tokens.set(account, { value, until: this.#now() + keptForInMs });
    else this.#tokens.delete(account);
    return value;
  }

  async write(account: string, token: Token): Promise<void> {
    const name = this.#nameOf(account);
    this.#tokens.delete(account);
    if (await this.#put(name, writeVaultText(token))) return;
    throw new FeedloomError(
      "STORE_UNAVAILABLE",
      `there is no secret ${name} for this account; name the account in the configuration and deploy the stack`,
    );
  }

  /**
   * Empties the secret. Deleting it would break the next Connect, since it is the stack's. Twice, because Secrets
   * Manager keeps the former value under the label AWSPREVIOUS: the second empty value takes that place, and what has
   * no label is AWS's to delete.
   * @see https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_DescribeSecret.html (VersionIdsToStages, read 2026-11)
   */
  async erase(account: string): Promise<void> {
    const name = this.#nameOf(account);
    this.#tokens.delete(account);
    if (await this.#put(name, "{}")) await this.#put(name, "{}");
  }

  async readAppSecret(): Promise<AppSecret | undefined> {
    if (this.#app !== undefined && this.#now() < this.#app.until) return this.#app.value;
    const value = readAppSecretText(await this.#text(this.#names.appSecret));
    const keptFor = value === undefined ? absenceKeptForInMs : keptForInMs;
    this.#app = { value, until: this.#now() + keptFor };
    return value;
  }

  #nameOf(account: string): string {
    return `${this.#names.accountPrefix}${account}`;
  }

  #now(): number {
    return this.#clock.now().getTime();
  }

  /** @returns undefined when there is no such secret, or nothing was ever put into it. */
  async #text(name: string): Promise<string | undefined> {
    // The stage is the default and named all the same: an emulator was seen to answer with an older one without it.
    const command = new GetSecretValueCommand({ SecretId: name, VersionStage: "AWSCURRENT" });
    const sent = this.#client.send(command).catch(unlessMissing);
    return (await answered(`reading the secret ${name}`, sent))?.SecretString;
  }

  /**
   * One call, which on AWS moves AWSCURRENT to the new value in one step. The SDK adds a request token, the same for
   * its repetitions, so that a lost answer does not make two versions.
   * @returns false when there is no such secret.
   */
  async #put(name: string, text: string): Promise<boolean> {
    const command = new PutSecretValueCommand({ SecretId: name, SecretString: text });
    const sent = this.#client.send(command).catch(unlessMissing);
    return (await answered(`writing the secret ${name}`, sent)) !== undefined;
  }
}

function unlessMissing(error: unknown): undefined {
  if (!(error instanceof ResourceNotFoundException)) throw error;
}
