import { existsSync } from "node:fs";
import { resolve } from "node:path";
import { type Command, Option } from "commander";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import type { UnreadableRecord } from "../../functions/core/unreadable-record.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { environmentNames } from "../../functions/runtime/environment.ts";
import { loadConfiguration } from "../../functions/runtime/load-configuration.ts";
import { explainAws } from "./explain-aws.ts";
import { databaseOf, readOwner, refuseLostLedger, refuseOtherLedger } from "./folder-owner.ts";
import type { OptionValues } from "./option-values.ts";
import { configurationFile, refusePlaceholders } from "./plan.ts";
import { usualFolders } from "./stage.ts";

/** The table's name in every stack (`lib/ledger.ts`; a test compares them). */
export const usualTable = "feedloom-ledger";

/** Which ledger a command is about. */
export interface LedgerOptions {
  data?: string;
  live: boolean;
  deployed: boolean;
  table?: string;
  region?: string;
  profile?: string;
  account?: string;
}

/** A ledger that is looked at from outside, while Feedloom may be running with it. */
export interface LedgerPlace {
  /** Whose it is, in a phrase. */
  name: string;
  /** What a command needs to find it again, with a blank before it. */
  flags: string;
  /** How a profile is connected there, as half a sentence. */
  connectBy: string;
  ledger: Ledger;
  /** All that it knows; or the one that was asked for. */
  accounts: string[];
  feeds: string[];
  /** Tells a failure of the store in the terms of whoever runs a command. */
  explain(error: unknown): unknown;
  /** Records that were come across and cannot be read. */
  unreadable(): UnreadableRecord[];
  close(): void;
}

/** Gives a command the options that say which ledger is meant. */
export function withLedgerOptions(command: Command, values: OptionValues): Command {
  const awsOnly = (flag: string, words: string) =>
    new Option(flag, `with --deployed: ${words}`).argParser(values.filled).implies({ deployed: true });
  return command
    .option("--account <username>", "only this profile", values.account)
    .option("--data <folder>", "the data folder (.feedloom, or .feedloom-live)", values.folder)
    .option("--live", "of the runs that post for real: the data folder .feedloom-live", false)
    .option("--deployed", "of the stack on AWS, with the credentials of the AWS command line", false)
    .addOption(awsOnly("--region <region>", "the stack's region (what the AWS command line takes)"))
    .addOption(awsOnly("--profile <name>", "a profile of the AWS command line"))
    .addOption(awsOnly("--table <name>", `the output LedgerTableName (${usualTable})`))
    .option("--verbose", "of an unexpected fault, show where it happened", false);
}

/**
 * Does something with a ledger, and closes it.
 *
 * @param access - `read` changes nothing, wherever this machine's ledger lies.
 *
 * @throws FeedloomError `CONFIG_MISSING`, `CONFIG_INVALID` - there is no such ledger, or it does not know the account.
 * @throws FeedloomError `STORE_UNAVAILABLE` - it does not answer.
 */
export async function withLedger<Result>(
  options: LedgerOptions,
  environment: NodeJS.ProcessEnv,
  work: (place: LedgerPlace) => Promise<Result>,
  access: "read" | "write" = "write",
): Promise<Result> {
  if (options.deployed && (options.live || options.data !== undefined)) {
    throw new FeedloomError(
      "CONFIG_INVALID",
      "--deployed is about the ledger on AWS, --live and --data about this machine's; choose one",
    );
  }
  const place = options.deployed ? await deployed(options, environment) : local(options, access);
  try {
    return await work({ ...place, accounts: asked(options.account, place) });
  } catch (error) {
    throw place.explain(error);
  } finally {
    place.close();
  }
}

function asked(account: string | undefined, { accounts, name }: LedgerPlace): string[] {
  if (account === undefined) return accounts;
  if (accounts.includes(account)) return [account];
  const known = accounts.map((one) => `@${one}`).join(", ") || "none yet";
  throw new FeedloomError("CONFIG_INVALID", `${name} knows no @${account}; it knows ${known}`);
}

function local(options: LedgerOptions, access: "read" | "write"): LedgerPlace {
  const { data, live } = options;
  const folder = resolve(data ?? (live ? usualFolders.live : usualFolders.sandbox));
  refuseLostLedger(folder);
  const file = databaseOf(folder);
  if (!existsSync(file)) throw new FeedloomError("CONFIG_MISSING", notThere(folder, options));
  const store = new SqliteStore(file, { readOnly: access === "read" });
  try {
    refuseOtherLedger(folder, store);
  } catch (error) {
    store.close();
    throw error;
  }
  const ledger = new SqliteLedger(store);
  const flags = localFlags(options);
  return {
    name: `the ledger in ${folder} (posts go to ${readOwner(folder)?.threads ?? "Threads"})`,
    flags,
    connectBy: `npm start --${flags || " --feed ADDRESS"} connects it again`,
    ledger,
    ...ledger.known(),
    explain: (error) => error,
    unreadable: () => ledger.unreadable(),
    close: () => store.close(),
  };
}

/** What finds this machine's ledger again, with a blank before it. */
export function localFlags({ data, live }: Pick<LedgerOptions, "data" | "live">): string {
  return `${live ? " --live" : ""}${data === undefined ? "" : ` --data ${quoted(data)}`}`;
}

/** What to type to see how things stand. @param flags - as {@link LedgerPlace.flags} has them. */
export function statusWords(flags: string): string {
  return flags === "" ? "npm run status" : `npm run status --${flags}`;
}

/** As a shell takes it for one word. */
function quoted(path: string): string {
  return /^[\w./@:+-]+$/.test(path) ? path : `'${path.replaceAll("'", "'\\''")}'`;
}

function notThere(folder: string, { data, live }: Pick<LedgerOptions, "data" | "live">): string {
  const isLiveThere = !live && data === undefined && existsSync(databaseOf(usualFolders.live));
  const hint = isLiveThere
    ? "add --live for the runs that post for real"
    : "name the folder of its runs with --data";
  return `no Feedloom has run with the data folder ${folder} yet; ${hint}, or add --deployed for the one on AWS`;
}

async function deployed(options: LedgerOptions, environment: NodeJS.ProcessEnv): Promise<LedgerPlace> {
  const file = configurationFile(environment);
  const configuration = await loadConfiguration(file);
  refusePlaceholders(configuration, file);
  // The SDK looks for credentials and for the region itself, and this is where.
  if (options.profile !== undefined) environment.AWS_PROFILE = options.profile;
  const table = options.table ?? (environment[environmentNames.ledgerTable] || usualTable);
  const { dynamoDB } = awsClients(options.region === undefined ? {} : { region: options.region });
  const flags = (["region", "profile", "table"] as const)
    .map((name) => (options[name] === undefined ? "" : ` --${name} ${options[name]}`))
    .join("");
  const ledger = new DynamoLedger(new DynamoTable(dynamoDB, table));
  return {
    name: `the table ${table} on AWS`,
    flags: ` --deployed${flags}`,
    connectBy: "its owner opens ConnectUrl (the stack's output)",
    ledger,
    unreadable: () => ledger.unreadable(),
    accounts: configuration.accounts.map(({ username }) => username),
    feeds: configuration.routes.map(({ url }) => url),
    explain: (error) => explainAws(error, table),
    close: () => dynamoDB.destroy(),
  };
}
