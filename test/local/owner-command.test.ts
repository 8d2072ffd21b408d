import { describe, expect, it } from "vitest";
import { openDataFolder } from "../../bin/local/data-folder.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { start } from "../support/a-command.ts";
import { addPosts, aLedger } from "../support/a-data-folder.ts";
import { aShell } from "../support/a-shell.ts";
import { lives, noon } from "../support/ledger-records.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

const clock = new VirtualClock(noon.toISOString());

describe("release, retry and drop", () => {
  it("change posts by their ids, whoever's they are, and say what comes of it", async () => {
    const { data, ledger } = aLedger();
    await addPosts(ledger, [["a", lives.held]], "one");
    await addPosts(ledger, [["b", lives.held]], "two");
    const output = await aShell(["release", "b", "a", "--data", data], { clock });
    expect(output).toContain("release: 1 of @one's posts");
    expect(output).toMatch(/release: 1 of @two's posts\n {2}Title of b b\n/);
    expect(output).toContain("They go out at the next look");
    expect(await ledger.tally("two")).toMatchObject({ held: 0, open: 1 });
  });

  it.each([
    ["release", { open: 600, held: 0, failed: 2 }],
    ["retry", { open: 2, held: 600, failed: 0 }],
    ["drop", { skipped: 600, held: 0, failed: 2 }],
  ])("%s all means all, however many there are", async (word, after) => {
    const { data, ledger } = aLedger();
    const held = Array.from({ length: 600 }, (_, index): [string, typeof lives.held] => [
      `h${index}`,
      lives.held,
    ]);
    await addPosts(ledger, [...held, ["f1", lives.failed], ["f2", lives.failed]]);
    await aShell([word, "all", "--data", data], { clock });
    expect(await ledger.tally("bronzfronz")).toMatchObject(after);
  });

  it("keep to one account where one is named", async () => {
    const { data, ledger } = aLedger();
    await addPosts(ledger, [["a", lives.held]], "one");
    await addPosts(ledger, [["b", lives.held]], "two");
    await aShell(["release", "all", "--account", "two", "--data", data], { clock });
    expect(await ledger.tally("one")).toMatchObject({ held: 1 });
    expect(await ledger.tally("two")).toMatchObject({ held: 0 });
  });

  it("change nothing when one of the ids is unknown, and name it", async () => {
    const { data, ledger } = aLedger();
    await addPosts(ledger, [["a", lives.held]]);
    await expect(aShell(["release", "a", "nobody", "--data", data], { clock })).rejects.toThrow(
      /has no post nobody; npm run status -- --data \S+ shows those/,
    );
    expect(await ledger.tally("bronzfronz")).toMatchObject({ held: 1 });
  });

  it("tell as data what was changed", async () => {
    const { data, ledger } = aLedger();
    await addPosts(ledger, [["a", lives.failed]]);
    const output = await aShell(["retry", "all", "--json", "--data", data], { clock });
    expect(JSON.parse(output)).toEqual({
      word: "retry",
      accounts: [{ account: "bronzfronz", changed: [{ post: "a", title: "Title of a", state: "pending" }] }],
    });
  });

  it("may be said while Feedloom is running", async () => {
    const { data, ledger } = aLedger();
    await addPosts(ledger, [["a", lives.held]]);
    const running = openDataFolder(data, "the sandbox");
    await aShell(["drop", "a", "--data", data], { clock });
    running.close();
    expect(await ledger.tally("bronzfronz")).toMatchObject({ held: 0, skipped: 1 });
  });

  it("go out at once when they are said as options of a start", async () => {
    const [blog, { data, ledger }] = [await aBlog(numbered(1)), aLedger()];
    await addPosts(ledger, [["a", lives.held]], "demo");
    const args = ["--feed", blog.feedUrl, "--release", "all", "--once", "--data", data];
    const { code, output } = await start(args, { env: { FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1" } });
    expect(output).toContain("release: 1 of @demo's posts");
    expect(output).toMatch(/posted {3}Title of a/);
    expect(code).toBe(0);
  });

  it("start no demo when they are said as options of a start without a feed", async () => {
    const { data, ledger } = aLedger();
    await addPosts(ledger, [["a", lives.held]]);
    const output = await aShell(["--release", "all", "--data", data], { clock });
    expect(output).toContain("release: 1 of @bronzfronz's posts");
    expect(output).not.toContain("demo");
    expect(await ledger.tally("bronzfronz")).toMatchObject({ open: 1 });
  });
});
