import * as z from "zod";
import {
  type AppSecret,
  readAppSecretText,
  readVaultText,
  type Token,
  type VaultEntry,
  writeVaultText,
} from "../../core/token.ts";
import type { Vault } from "../../ports/vault.ts";
import type { SqliteStore } from "./sqlite-store.ts";

const textRow = z.object({ text: z.string() });

const appSecretName = "app";
const accountName = (account: string) => `account/${account}`;

/** The vault in a SQLite file; the file's rights are what keeps its secrets. Reads the file each time: no cache. */
export class SqliteVault implements Vault {
  readonly #store: SqliteStore;

  constructor(store: SqliteStore) {
    this.#store = store;
  }

  async read(account: string): Promise<VaultEntry> {
    return readVaultText(this.#text(accountName(account)));
  }

  async write(account: string, token: Token): Promise<void> {
    await this.#put(accountName(account), writeVaultText(token));
  }

  async erase(account: string): Promise<void> {
    await this.#store.write("DELETE FROM secrets WHERE name = ?", accountName(account));
    this.#store.settle();
  }

  async readAppSecret(): Promise<AppSecret | undefined> {
    return readAppSecretText(this.#text(appSecretName));
  }

  /** What a person does in the AWS console: `{"clientId": "…", "clientSecret": "…"}`. */
  async writeAppSecret(text: string): Promise<void> {
    await this.#put(appSecretName, text);
  }

  /** What a person does in the AWS console: puts any text, such as `{"accessToken": "…"}`, in an account's place. */
  async paste(account: string, text: string): Promise<void> {
    await this.#put(accountName(account), text);
  }

  #text(name: string): string | undefined {
    return this.#store.rows(textRow, "SELECT text FROM secrets WHERE name = ?", name)[0]?.text;
  }

  async #put(name: string, text: string): Promise<void> {
    await this.#store.write(
      "INSERT INTO secrets (name, text) VALUES (?, ?) ON CONFLICT DO UPDATE SET text = excluded.text",
      name,
      text,
    );
  }
}
