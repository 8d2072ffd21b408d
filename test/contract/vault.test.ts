import { existsSync, readFileSync } from "node:fs";
import * as z from "zod";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { SecretsManagerVault } from "../../functions/adapters/aws/secrets-manager-vault.ts";
import type { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { SqliteVault } from "../../functions/adapters/local/sqlite-vault.ts";
import { startFakeAws } from "../support/fake-aws.ts";
import { FakeSecretsManager } from "../support/fake-secrets-manager.ts";
import { minutesAfter, noon } from "../support/ledger-records.ts";
import { nowhere } from "../support/loopback-aws.ts";
import { sqlitePair } from "../support/sqlite-files.ts";
import { accounts, vaultContract } from "./vault.contract.ts";

for (const kind of ["memory", "file"] as const) {
  vaultContract(
    `SQLite (${kind})`,
    async () => {
      const { one, other, broken, close } = sqlitePair(kind);
      const vault = new SqliteVault(one);
      return {
        one: vault,
        other: new SqliteVault(other),
        broken: new SqliteVault(broken),
        paste: (account, text) => vault.paste(account, text),
        pasteAppSecret: (text) => vault.writeAppSecret(text),
        refuseWrites: () => one.write("PRAGMA query_only = ON"),
        remains: (account) => (kind === "file" ? bytesOf(one.path) : textOf(one, account)),
        waitMinutes: () => {},
        close,
      };
    },
    {},
  );
}

/** The file as a thief finds it, with the log beside it. */
function bytesOf(path: string): string {
  return [path, `${path}-wal`].map((file) => (existsSync(file) ? readFileSync(file, "latin1") : "")).join("");
}

function textOf(store: SqliteStore, account: string): string {
  const rows = store.rows(
    z.object({ text: z.string() }),
    "SELECT text FROM secrets WHERE name LIKE ?",
    `%${account}`,
  );
  return JSON.stringify(rows);
}

const names = { appSecret: "feedloom/app", accountPrefix: "feedloom/account/" };

vaultContract(
  "Secrets Manager",
  async () => {
    const secrets = new FakeSecretsManager();
    const aws = await startFakeAws(secrets.actions);
    let now = noon;
    const clock = { now: () => now };
    secrets.create(names.appSecret);
    for (const account of accounts) secrets.create(names.accountPrefix + account, "{}");
    return {
      one: new SecretsManagerVault(aws.clients.secretsManager, names, clock),
      other: new SecretsManagerVault(awsClients(aws.place).secretsManager, names, clock),
      broken: new SecretsManagerVault(awsClients(nowhere).secretsManager, names, clock),
      paste: async (account, text) => secrets.paste(names.accountPrefix + account, text),
      pasteAppSecret: async (text) => secrets.paste(names.appSecret, text),
      refuseWrites: () => aws.refuseNext("InternalServiceError", 500, 3),
      remains: (account) => JSON.stringify(secrets.stages(names.accountPrefix + account)),
      waitMinutes: (minutes) => {
        now = minutesAfter(minutes, now);
      },
      close: () => aws.close(),
    };
  },
  { keptForMinutes: 5 },
);
