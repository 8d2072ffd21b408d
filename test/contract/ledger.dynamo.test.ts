import { afterAll, beforeAll, describe, expect, it, onTestFinished } from "vitest";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { DynamoStateStore } from "../../functions/adapters/aws/dynamo-state-store.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { withLife } from "../../functions/core/post.ts";
import { type LocalDynamo, startDynalite } from "../support/dynalite.ts";
import { aFeed, aPost, lives, minutesAfter, noon } from "../support/ledger-records.ts";

let dynamo: LocalDynamo;
beforeAll(async () => {
  dynamo = await startDynalite();
});
afterAll(() => dynamo.close());

const inBoth = async () => {
  const [one, other] = await dynamo.freshTables();
  return { table: one, ledger: new DynamoLedger(one), other: new DynamoLedger(other) };
};

describe("a write to DynamoDB whose answer was lost", () => {
  it("is known as one's own when the SDK has sent it again", async () => {
    const { table, ledger, other } = await inBoth();
    dynamo.loseNextAnswer();
    expect(await ledger.addPost(aPost())).toBe(true);
    expect(await other.addPost(aPost())).toBe(false);
    dynamo.loseNextAnswer();
    expect(await ledger.replacePost(withLife(aPost(), lives.published))).toBe(true);
    dynamo.loseNextAnswer();
    expect(await ledger.writeFeed(aFeed())).toBe(true);
    dynamo.loseNextAnswer();
    expect(await new DynamoStateStore(table).useOnce("value", minutesAfter(1), noon)).toBe(true);
  });

  it("is somebody else's when it came second", async () => {
    const { ledger, other } = await inBoth();
    await other.addPost(aPost());
    dynamo.loseNextAnswer();
    expect(await ledger.addPost(aPost())).toBe(false);
  });

  it("leaves a lease with who took it, and a return done", async () => {
    const { ledger, other } = await inBoth();
    dynamo.loseNextAnswer();
    expect(await ledger.takeLease("bronzfronz", "a", noon, minutesAfter(1))).toBe(true);
    dynamo.loseNextAnswer();
    await ledger.returnLease("bronzfronz", "a");
    expect(await other.takeLease("bronzfronz", "b", noon, minutesAfter(1))).toBe(true);
  });
});

// dynalite always knows its last write; DynamoDB only where it is asked to.
describe("a reading of DynamoDB", () => {
  it.each<[string, (ledger: DynamoLedger) => Promise<unknown>]>([
    ["an account's line", (ledger) => ledger.posts("bronzfronz", "open", { limit: 1 })],
    ["a count of posts", (ledger) => ledger.tally("bronzfronz")],
    ["a post", (ledger) => ledger.readPost("bronzfronz", "a")],
    ["an account", (ledger) => ledger.readAccount("bronzfronz")],
    ["feeds", (ledger) => ledger.readFeeds(["https://blog.example/feed.xml"])],
    ["entries' marks", (ledger) => ledger.knownEntries("https://blog.example/feed.xml", ["id-1"])],
  ])("sees the last write: %s", async (_, read) => {
    const [{ name }] = await dynamo.freshTables();
    const { dynamoDB } = awsClients(dynamo.place);
    onTestFinished(() => dynamoDB.destroy());
    const asked: string[] = [];
    dynamoDB.middlewareStack.add(
      (next) => (sent) => {
        asked.push(JSON.stringify(sent.input));
        return next(sent);
      },
      { step: "initialize" },
    );
    await read(new DynamoLedger(new DynamoTable(dynamoDB, name)));
    expect(asked).not.toEqual([]);
    for (const input of asked) expect(input).toContain('"ConsistentRead":true');
  });
});

describe("a failure of DynamoDB", () => {
  it("names the record and not what opens a private feed", async () => {
    const [table] = await dynamo.freshTables();
    const ledger = new DynamoLedger(table);
    // More than an item may hold.
    const tooLarge = aFeed({
      feed: "https://ann:s3cret@blog.example/feed?key=s3cret",
      title: "x".repeat(500_000),
    });
    const failure: unknown = await ledger.writeFeed(tooLarge).catch((error: unknown) => error);
    expect(String(failure)).toContain("feed#https://…@blog.example/feed?key=… record");
    expect(String(failure)).not.toContain("s3cret");
  });
});

describe("what DynamoDB is asked", () => {
  it("is one request for a hundred entries, and none for none", async () => {
    const { ledger } = await inBoth();
    const keys = Array.from({ length: 100 }, (_, index) => `guid:${index}`);
    dynamo.requests();
    await ledger.knownEntries("https://blog.example/feed.xml", keys);
    expect(dynamo.requests()).toBe(1);
    await ledger.knownEntries("https://blog.example/feed.xml", []);
    await ledger.posts("bronzfronz", "open", { limit: 0 });
    expect(dynamo.requests()).toBe(0);
  });

  it("is one request for 99 feeds and how far the poller came", async () => {
    const { ledger } = await inBoth();
    const feeds = Array.from({ length: 99 }, (_, index) => `https://blog.example/${index}.xml`);
    dynamo.requests();
    await ledger.readPolling(feeds);
    expect(dynamo.requests()).toBe(1);
  });

  it("is one request for a write that finds another's in its way", async () => {
    const { ledger } = await inBoth();
    await ledger.addPost(aPost());
    dynamo.requests();
    await ledger.addPost(aPost());
    expect(dynamo.requests()).toBe(1);
  });

  it("is asked again for what an answer left out, since one holds 16 MB at most", async () => {
    const { ledger } = await inBoth();
    const { entry } = aPost();
    const large = Array.from({ length: 60 }, (_, index) =>
      aPost({ id: String(100 + index), entry: { ...entry, summary: "x".repeat(300 * 1024) } }),
    );
    await Promise.all(large.map((post) => ledger.addPost(post)));
    dynamo.requests();
    const posts = await ledger.posts("bronzfronz", "open", { limit: 60 });
    expect(posts.map((post) => post.id)).toEqual(large.map((post) => post.id));
    expect(dynamo.requests()).toBeGreaterThan(2);
  });

  it("is told in seconds when a used value may go", async () => {
    const { table } = await inBoth();
    await new DynamoStateStore(table).useOnce("value", new Date(1_900_000_000_500), noon);
    const pages = table.query({
      KeyConditionExpression: "pk = :pk",
      ExpressionAttributeValues: {
        // The SHA-256 of "value": the value itself is not to be read in the ledger.
        ":pk": { S: "once#cd42404d52ad55ccfa9aca4adc828aa5800ad9d385a0671fbcbf724118320619" },
      },
    });
    const [page] = await Array.fromAsync(pages);
    expect(page?.Items?.[0]?.ttl).toEqual({ N: "1900000001" });
  });
});
