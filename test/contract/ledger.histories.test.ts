import * as fc from "fast-check";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { SqliteLedger } from "../../functions/adapters/local/sqlite-ledger.ts";
import { shelves } from "../../functions/core/post.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { type LocalDynamo, startDynalite } from "../support/dynalite.ts";
import { aFeed, anAccount, aPost, lives, minutesAfter, noon } from "../support/ledger-records.ts";
import { ModelLedger } from "../support/model-ledger.ts";
import { sqlitePair } from "../support/sqlite-files.ts";

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

/** Few names and few versions, so that steps meet. */
const name = fc.constantFrom("a", "b", "ab");
const feed = name.map((path) => `https://blog.example/${path}`);
const version = fc.integer({ min: 0, max: 4 });
const life = fc.constantFrom(...Object.values(lives));
const orderKey = fc.constantFrom("2026-01-01#1", "2026-01-01#2", "2026-01-02#1");
const post = fc
  .record({ id: name, account: name, life, orderKey, version })
  .map((named) => aPost({ ...named, version: named.version + 1 }));
const minutes = fc.integer({ min: 0, max: 5 });

/** One question or change, and what it is for a person who reads a failure. */
type Step = [words: string, run: (ledger: Ledger) => Promise<unknown>];

const step: fc.Arbitrary<Step> = fc.oneof(
  fc
    .record({ feed, version, failures: minutes })
    .map(
      (named): Step => [`write feed ${JSON.stringify(named)}`, (ledger) => ledger.writeFeed(aFeed(named))],
    ),
  minutes.map(
    (minute): Step => [`write round ${minute}`, (ledger) => ledger.writeRound({ at: minutesAfter(minute) })],
  ),
  fc.array(feed).map((feeds): Step => [`read polling ${feeds}`, (ledger) => ledger.readPolling(feeds)]),
  fc.array(feed).map((feeds): Step => [`read feeds ${feeds}`, (ledger) => ledger.readFeeds(feeds)]),
  fc
    .tuple(feed, name)
    .map(
      ([where, key]): Step => [
        `mark ${key} of ${where}`,
        (ledger) => ledger.markEntry(where, key, { seenAt: noon }),
      ],
    ),
  fc
    .tuple(feed, fc.array(name))
    .map(
      ([where, keys]): Step => [`known ${keys} of ${where}`, (ledger) => ledger.knownEntries(where, keys)],
    ),
  post.map((added): Step => [`add ${JSON.stringify(added)}`, (ledger) => ledger.addPost(added)]),
  post.map((next): Step => [`replace ${JSON.stringify(next)}`, (ledger) => ledger.replacePost(next)]),
  fc
    .tuple(name, name)
    .map(([account, id]): Step => [`read post ${account}/${id}`, (ledger) => ledger.readPost(account, id)]),
  fc
    .tuple(name, fc.constantFrom(...shelves), fc.integer({ min: 0, max: 4 }), fc.boolean())
    .map(
      ([account, shelf, limit, newestFirst]): Step => [
        `list ${limit} of ${account}/${shelf}, newest first: ${newestFirst}`,
        (ledger) => ledger.posts(account, shelf, { limit, newestFirst }),
      ],
    ),
  name.map((account): Step => [`tally ${account}`, (ledger) => ledger.tally(account)]),
  fc
    .tuple(name, name, minutes, minutes)
    .map(
      ([account, holder, at, lasting]): Step => [
        `lease ${account} to ${holder} at ${at} for ${lasting}`,
        (ledger) => ledger.takeLease(account, holder, minutesAfter(at), minutesAfter(at + lasting)),
      ],
    ),
  fc
    .tuple(name, name)
    .map(
      ([account, holder]): Step => [
        `return ${account} by ${holder}`,
        (ledger) => ledger.returnLease(account, holder),
      ],
    ),
  name.map(
    (account): Step => [`write account ${account}`, (ledger) => ledger.writeAccount(anAccount({ account }))],
  ),
  name.map((account): Step => [`read account ${account}`, (ledger) => ledger.readAccount(account)]),
);

const histories = fc.array(step, { minLength: 20, maxLength: 80, size: "max" });

describe("under any history of questions and changes", () => {
  it("SQLite and DynamoDB give the answers that the port promises", async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (steps) => {
        const model = new ModelLedger();
        const sqlite = sqlitePair("memory");
        const [table] = await dynamo.freshTables();
        const ledgers = { sqlite: new SqliteLedger(sqlite.one), dynamo: new DynamoLedger(table) };
        for (const [words, run] of steps) {
          const promised = await run(model);
          expect(await run(ledgers.sqlite), `SQLite: ${words}`).toEqual(promised);
          expect(await run(ledgers.dynamo), `DynamoDB: ${words}`).toEqual(promised);
        }
        sqlite.close();
      }),
      { numRuns: 25 },
    );
  });
});
