import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { openDataFolder } from "../../bin/local/data-folder.ts";
import { usualTable } from "../../bin/local/ledger-place.ts";
import { readStatus } from "../../bin/local/status/read-status.ts";
import { statusSchema } from "../../bin/local/status/status.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import type { PostLife } from "../../functions/core/post.ts";
import type { Ledger } from "../../functions/ports/ledger.ts";
import { aFolder, start } from "../support/a-command.ts";
import { addPosts as add, aLedger } from "../support/a-data-folder.ts";
import { aShell } from "../support/a-shell.ts";
import { startDynalite } from "../support/dynalite.ts";
import { aFeed, anAccount, lives, minutesAfter, noon } from "../support/ledger-records.ts";
import { anyCredentials } from "../support/loopback-aws.ts";
import { synthesizedTemplate } from "../support/synthesized.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const clock = () => new VirtualClock(noon.toISOString());

const permalink = "https://www.threads.com/@bronzfronz/post/C1";
const everyKind: [string, PostLife][] = [
  ["skipped-1", lives.skipped],
  ["published-1", { ...lives.published, publishedAt: minutesAfter(-180) }],
  ["published-2", { ...lives.published, publishedAt: minutesAfter(-3), permalink }],
  ["waiting-1", { ...lives.pending, notBefore: minutesAfter(90), waitsFor: "the quota is used up" }],
  ["due-1", { ...lives.pending, notBefore: minutesAfter(-1) }],
  ["due-2", lives.container],
  ["held-1", lives.held],
  ["reconnect-1", lives.reconnect],
  ["failed-1", lives.failed],
];

describe("status", () => {
  it("says of an account what is connected, counted, due, waiting, held, failed and out, each with its way out", async () => {
    const { data, ledger } = aLedger();
    await add(ledger, everyKind);
    await ledger.writeAccount(anAccount({ tokenExpiresAt: minutesAfter(60 * 24 * 57 + 5) }));
    const output = await aShell(["status", "--data", data], { clock: clock(), zone: "Europe/Berlin" });
    expect(output).toContain("2026-11-20 13:00 UTC+1");
    expect(output).toContain(
      "✔ @bronzfronz is connected; the token is good for 57 days, to 2027-01-16 13:05",
    );
    expect(output).toContain("9 seen = 2 published + 3 pending + 2 held + 1 skipped + 1 failed");
    expect(output).toMatch(/due now {2}2/);
    expect(output).toMatch(/Title of waiting-1\n +the quota is used up; goes on in 1 hour \(14:30\)/);
    expect(output).toMatch(
      /Title of held-1 .*\n +flood: too many at once\n +npm start -- release held-1 --data \S+, or npm start -- drop held-1/,
    );
    expect(output).toMatch(
      /Title of reconnect-1 .*\n +reconnect: no token\n +it goes out by itself when the profile is connected again/,
    );
    expect(output).toMatch(
      /Title of failed-1 .*\n +100\/33: Unsupported request\n +npm start -- retry failed-1/,
    );
    expect(output).toMatch(/Title of published-2 · 3 minutes ago \(12:57\)\n +https:\S+\/C1\n/);
    expect(output.indexOf("published-2")).toBeLessThan(output.indexOf("published-1"));
    expect(output).not.toContain("Title of skipped-1");
  });

  it("lists skipped posts where it is asked for them, with what posts one after all", async () => {
    const { data, ledger } = aLedger();
    await add(ledger, everyKind);
    const output = await aShell(["status", "--data", data, "--skipped"], { clock: clock() });
    expect(output).toMatch(
      /Title of skipped-1 .*\n +backfill: .+\n +npm start -- release skipped-1 --data \S+$/m,
    );
    const json = await aShell(["status", "--data", data, "--skipped", "--json"], { clock: clock() });
    expect(statusSchema.parse(JSON.parse(json)).accounts[0]?.skipped).toMatchObject([{ post: "skipped-1" }]);
  });

  it("says a reason that has no words but its name only once", async () => {
    const { data, ledger } = aLedger();
    const name = "THREADS_API__LINK_LIMIT_EXCEEDED";
    await add(ledger, [["failed-1", { ...lives.failed, reason: name, words: name }]]);
    const output = await aShell(["status", "--data", data], { clock: clock() });
    expect(output.match(new RegExp(name, "g"))).toHaveLength(1);
  });

  it("tells a feed that is read from one that fails, is gone, or was never read", async () => {
    const { data, ledger } = aLedger();
    const feed = (name: string) => `https://blog.example/${name}.xml`;
    const read = { firstReadAt: noon, lastReadAt: minutesAfter(-4), nextReadAt: minutesAfter(1) };
    const trouble = { since: minutesAfter(-2880), code: "FEED_UNREACHABLE", words: "the server says 503" };
    await ledger.writeFeed(aFeed({ ...read, feed: feed("ok"), title: "A blog" }));
    await ledger.writeFeed(aFeed({ ...read, feed: feed("weather"), failures: 2, trouble }));
    await ledger.writeFeed(aFeed({ ...read, feed: feed("failing"), failures: 3, trouble }));
    await ledger.writeFeed(aFeed({ feed: feed("wrong"), failures: 1, trouble }));
    await ledger.writeFeed(aFeed({ ...read, feed: feed("gone"), isGone: true }));
    const output = await aShell(["status", "--data", data], { clock: clock() });
    expect(output).toMatch(
      /✔ A blog {2}https:\S+ok.xml\n {2}read 4 minutes ago \(11:56\), looked at again in 1 minute \(12:01\)/,
    );
    expect(output).toMatch(/✔ \S+weather.xml\n.*\n {2}2 looks failed: the server says 503/);
    expect(output).toMatch(
      /✖ \S+failing.xml\n {2}failing since 2026-11-18 12:00; 3 looks failed: the server says 503\n/,
    );
    expect(output).toMatch(/✖ \S+wrong.xml\n.*the last look failed: .*\n {2}never read/);
    expect(output).toMatch(/✖ \S+gone.xml\n {2}gone for good \(HTTP 410\)/);
  });

  it.each([
    [
      { state: "disconnected", words: "Meta took the token back" },
      "is disconnected: Meta took the token back",
    ],
    [{ tokenExpiresAt: minutesAfter(-120) }, "the token ran out 2 hours ago (10:00); connect it again"],
  ] as const)("says of an account whose record is %o that it %s", async (record, words) => {
    const { data, ledger } = aLedger();
    await ledger.writeAccount(anAccount(record));
    expect(await aShell(["status", "--data", data], { clock: clock() })).toContain(words);
  });

  it("counts looks that found nothing new, of which only the poller's round is written down", async () => {
    const { data, ledger } = aLedger();
    const quiet = { firstReadAt: noon, lastReadAt: minutesAfter(-600), nextReadAt: minutesAfter(-595) };
    await ledger.writeFeed(aFeed({ ...quiet, feed: "https://a.example/" }));
    await ledger.writeFeed(aFeed({ ...quiet, feed: "https://b.example/", pace: { feedMinutes: 60 } }));
    await ledger.writeRound({ at: minutesAfter(-2) });
    const output = await aShell(["status", "--data", data], { clock: clock() });
    expect(output).toMatch(
      /a\.example\/\n {2}read 2 minutes ago \(11:58\), looked at again in 4 minutes \(12:04\)/,
    );
    // Its moments are five past every hour.
    expect(output).toMatch(
      /b\.example\/\n {2}read 55 minutes ago \(11:05\), looked at again in 5 minutes \(12:05\)/,
    );
  });

  it("gives the same as data that its schema reads, and whose sum adds up", async () => {
    const { data, ledger } = aLedger();
    await add(ledger, everyKind);
    const output = await aShell(["status", "--data", data, "--json"], { clock: clock() });
    const { accounts, at } = statusSchema.parse(JSON.parse(output));
    expect(at).toBe(noon.toISOString());
    const [{ accounting, ...account } = expect.fail("no account")] = accounts;
    const { seen, ...parts } = accounting;
    expect(seen).toBe(everyKind.length);
    expect(Object.values(parts).reduce((sum, count) => sum + count, 0)).toBe(seen);
    expect(account).toMatchObject({
      connection: "never-connected",
      dueNow: 2,
      waiting: [{ post: "waiting-1", until: minutesAfter(90).toISOString() }],
      held: [{ post: "reconnect-1" }, { post: "held-1", reason: "flood" }],
      failed: [{ post: "failed-1", reason: "100/33", why: "Unsupported request" }],
      published: [{ post: "published-2", permalink }, { post: "published-1" }],
    });
  });

  it("shows one profile, and refuses one that the ledger does not know", async () => {
    const { data, ledger } = aLedger();
    for (const name of ["one", "two"]) await ledger.writeAccount(anAccount({ account: name }));
    const args = ["status", "--data", data, "--account"];
    const output = await aShell([...args, "@Two"], { clock: clock() });
    expect(output).toContain("@two is connected");
    expect(output).not.toContain("@one");
    await expect(aShell([...args, "three"], { clock: clock() })).rejects.toThrow(
      /knows no @three; it knows @one, @two/,
    );
  });

  it("can be asked while Feedloom is running", async () => {
    const { data, ledger } = aLedger();
    await ledger.writeAccount(anAccount());
    const running = openDataFolder(data, "the sandbox");
    const output = await aShell(["status", "--data", data], { clock: clock() });
    running.close();
    expect(output).toContain("posts go to the sandbox");
    expect(output).toContain("@bronzfronz is connected");
  });

  it("says what to name where no Feedloom has run, and makes no folder", async () => {
    const data = join(aFolder(), "none");
    await expect(aShell(["status", "--data", data], { clock: clock() })).rejects.toThrow(
      /no Feedloom has run with the data folder \S+none yet; name the folder/,
    );
    expect(existsSync(data)).toBe(false);
    await expect(aShell(["status", "--data", data, "--deployed"], { clock: clock() })).rejects.toThrow(
      /choose one/,
    );
  });
});

describe("status of a ledger that is large", () => {
  it("lists the first of many and counts the others, asking for no more than a hundred posts at a time", async () => {
    const { ledger } = aLedger();
    const many = Array.from({ length: 250 }, (_, index): [string, PostLife][] => [
      [`due-${index}`, lives.pending],
      [`held-${index}`, lives.held],
    ]).flat();
    await add(ledger, many);
    const asked: number[] = [];
    const watched: Pick<Ledger, "posts" | "tally" | "readAccount" | "readPolling"> = {
      posts: (account, shelf, options) => {
        asked.push(options.limit);
        return ledger.posts(account, shelf, options);
      },
      tally: (account) => ledger.tally(account),
      readAccount: (account) => ledger.readAccount(account),
      readPolling: (feeds) => ledger.readPolling(feeds),
    };
    const place = { ledger: watched, ...ledger.known(), name: "a ledger", flags: "", connectBy: "" };
    const status = await readStatus(place, noon, { limit: 10 });
    expect(Math.max(...asked)).toBeLessThanOrEqual(100);
    expect(status.accounts[0]?.held).toHaveLength(10);
    expect(status.accounts[0]?.accounting).toMatchObject({ seen: 500, pending: 250, held: 250 });
  });
});

describe("status --deployed", () => {
  it("reads the stack's table, with the accounts and feeds of the configuration", async () => {
    const dynamo = await startDynalite();
    onTestFinished(() => dynamo.close());
    const [table] = await dynamo.freshTables();
    const ledger = new DynamoLedger(table);
    await add(ledger, everyKind);
    await ledger.writeAccount(anAccount({ tokenExpiresAt: minutesAfter(600) }));
    const file = join(aFolder(), "my.config.ts");
    writeFileSync(
      file,
      'export default { accounts: ["bronzfronz"], feeds: ["https://blog.test/feed.xml"] };',
    );
    const { accessKeyId, secretAccessKey } = anyCredentials.credentials;
    const env = {
      FEEDLOOM_CONFIG: file,
      AWS_ENDPOINT_URL: dynamo.endpoint,
      AWS_ACCESS_KEY_ID: accessKeyId,
      AWS_SECRET_ACCESS_KEY: secretAccessKey,
    };
    const args = ["status", "--deployed", "--region", "us-east-1", "--table", table.name];
    const { code, output } = await start(args, { env });
    expect(output).toContain(`by the table ${table.name} on AWS`);
    expect(output).toContain("9 seen = 2 published + 3 pending + 2 held + 1 skipped + 1 failed");
    expect(output).toContain(
      `npm start -- release held-1 --deployed --region us-east-1 --table ${table.name}, or`,
    );
    expect(output).toMatch(/! https:\/\/blog.test\/feed.xml\n {2}not looked at yet/);
    expect(code).toBe(0);

    const missing = await start(["status", "--deployed", "--region", "us-east-1"], { env });
    expect(missing.output).toMatch(
      /the table feedloom-ledger: there is no such table in this account and region; name the region with --region, or the table \(the output LedgerTableName\)/,
    );
    expect(missing.code).toBe(1);
  });

  it("takes the table's name to be the one that the stack gives it", () => {
    synthesizedTemplate().hasResourceProperties("AWS::DynamoDB::Table", { TableName: usualTable });
  });
});
