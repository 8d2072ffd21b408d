import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { openDataFolder } from "../../bin/local/data-folder.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aFolder, type Ended, start } from "../support/a-command.ts";
import { addPosts, aLedger } from "../support/a-data-folder.ts";
import { lives } from "../support/ledger-records.ts";

const count = (output: string, pattern: RegExp) => output.match(pattern)?.length ?? 0;

describe("npm start", () => {
  it("posts the whole demo blog with --once, and the second time nothing", async () => {
    const data = aFolder();
    const first = await start(["--once", "--data", data]);
    expect(first.code).toBe(0);
    expect(first.output).toContain("@demo connected (consent, code, token)");
    expect(count(first.output, /^ {2}posted {3}/gm)).toBe(8);
    expect(first.output).toContain("@demo: 8 seen = 8 published + 0 pending + 0 held + 0 skipped + 0 failed");
    const second = await start(["--once", "--data", data]);
    expect(second.code).toBe(0);
    expect(count(second.output, /posted {3}/g)).toBe(0);
    expect(second.output).toContain("nothing new");
  });

  it("keeps running and shows the profile, until Ctrl-C stops it in good order", async () => {
    const { code, output } = await start(["--data", aFolder()], { until: /Ctrl-C stops/ });
    expect(output).toMatch(/The profile, as a reader sees it: http:\/\/127\.0\.0\.1:\d+\/@demo/);
    expect(output).toContain("Stopped. Everything is remembered");
    expect(code).toBe(0);
  });

  it("goes on after being killed in the middle, and posts each entry once", async () => {
    const data = aFolder();
    await start(["--once", "--data", data], { until: /posted {3}/, signal: "SIGKILL" });
    const { code, output } = await start(["--once", "--data", data]);
    expect(code).toBe(0);
    expect(output).toContain("@demo: 8 seen = 8 published");
    const sandbox = await startSandbox({ stateFile: join(data, "sandbox.json"), people: [] });
    const posted = sandbox.record.posts.map(({ text }) => text);
    await sandbox.close();
    expect(posted).toHaveLength(8);
    expect(new Set(posted).size).toBe(8);
  });

  it("takes a feed of one's own, posts as many as asked for, and accounts for the others", async () => {
    const blog = await aBlog(numbered(5));
    const env = { FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1" };
    const { code, output } = await start(
      ["--feed", blog.feedUrl, "--backfill", "2", "--once", "--data", aFolder()],
      { env },
    );
    expect(code).toBe(0);
    expect(output).toContain("5 seen = 2 published + 0 pending + 0 held + 3 skipped + 0 failed");
  });

  it("takes paths from where the person is, although npm moves to the project", async () => {
    const folder = aFolder();
    const item = "<item><title>One</title><guid>1</guid><description>x</description></item>";
    writeFileSync(
      join(folder, "feed.xml"),
      `<rss version="2.0"><channel><title>A file</title>${item}</channel></rss>`,
    );
    const args = ["--feed", "feed.xml", "--data", "kept", "--once"];
    const { code, output } = await start(args, { env: { INIT_CWD: folder } });
    expect(output).toContain("1 seen = 0 published + 0 pending + 0 held + 1 skipped + 0 failed");
    expect(output).toContain("(there while Feedloom runs: leave out --once to look at it)");
    expect(code).toBe(0);
    expect(existsSync(join(folder, "kept", "feedloom.db"))).toBe(true);
  });

  it("names five held posts, and says how many more there are", async () => {
    const { data, ledger } = aLedger();
    const blog = await aBlog(numbered(1));
    await addPosts(
      ledger,
      ["a", "b", "c", "d", "e", "f", "g"].map((id) => [id, lives.held]),
      "demo",
    );
    const env = { FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1" };
    const { output } = await start(["--feed", blog.feedUrl, "--once", "--data", data], { env });
    expect(count(output, /^ {2}held {5}/gm)).toBe(5);
    expect(output).toContain(`… and 2 more held: npm run status -- --data ${data} shows them`);
  });

  it("takes a configuration of one's own", async () => {
    const folder = aFolder();
    const blog = await aBlog(numbered(1));
    const file = join(folder, "my.config.ts");
    writeFileSync(
      file,
      `export default { accounts: ["one", "two"], feeds: [{ url: "${blog.feedUrl}", backfill: 1 }] };`,
    );
    const env = { FEEDLOOM_CONFIG: file, FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1" };
    const { code, output } = await start(["--once", "--data", join(folder, "data")], { env });
    expect(output).toContain("@one: 1 seen = 1 published");
    expect(output).toContain("@two: 1 seen = 1 published");
    expect(code).toBe(0);
  });
});

describe("a mistake gets one sentence, no stack trace, and exit code 1", () => {
  const oneSentence = ({ code, output }: Ended, sentence: RegExp) => {
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/^\s+at /m);
    expect(code).toBe(1);
  };

  it.each([
    [
      "a name that does not resolve",
      "https://no-such-blog.invalid/feed",
      /no-such-blog\.invalid\/feed: the name does not resolve; check the address/,
    ],
    [
      "an address on one's own network",
      "http://127.0.0.1/feed",
      /no public address; if it is on your own network, set FEEDLOOM_ALLOW_PRIVATE_FEEDS=1/,
    ],
    [
      "another kind of address",
      "ftp://blog.example/feed",
      /Feeds are fetched over https or http, or read from a file/,
    ],
    [
      "a file that is not there",
      "./no-such-file.xml",
      /There is no file .*no-such-file\.xml; for a feed on the web, begin it with https:\/\//,
    ],
    ["a file that is no feed", "./package.json", /package\.json is JSON, but no JSON Feed/],
    ["a picture", "docs/pictures/profile.png", /profile\.png is no text, but a picture, an archive/],
    ["a folder", "./test", /test is a folder; name the feed's file in it/],
  ])("for %s", async (_, feed, sentence) => {
    oneSentence(await start(["--feed", feed, "--once", "--data", aFolder()]), sentence);
  });

  it("for a server that is not there, and without --once, too", async () => {
    const env = { FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1" };
    oneSentence(
      await start(["--feed", "http://127.0.0.1:1024/feed", "--data", aFolder()], { env }),
      /cannot reach 127\.0\.0\.1:1024\/feed: connection refused/,
    );
  });

  it.each([
    [
      "a wrong field",
      'export default { accounts: ["a"], feeds: ["blog.example"] };',
      /feeds\[0\]\.url must be the address of a feed, starting with https:\/\/ or http:\/\/; it is "blog\.example"/,
    ],
    ["no default export", "export const configuration = {};", /it has no default export/],
    ["a file that cannot be read", "export default {", /it cannot be loaded \(.*\); correct it/],
  ])("for a configuration with %s", async (_, text, sentence) => {
    const folder = aFolder();
    const file = join(folder, "my.config.ts");
    writeFileSync(file, text);
    oneSentence(
      await start(["--once", "--data", join(folder, "data")], { env: { FEEDLOOM_CONFIG: file } }),
      sentence,
    );
  });

  it("for a data folder that another Feedloom has", async () => {
    const data = aFolder();
    const held = openDataFolder(data, "the sandbox");
    oneSentence(
      await start(["--once", "--data", data]),
      /another Feedloom is running with it; stop that one first/,
    );
    held.close();
  });

  it.each([
    ["--data", "must name a folder"],
    ["--feed", "must name a feed"],
    ["--account", "Threads username has letters, digits"],
  ])("for an empty %s", async (option, words) => {
    oneSentence(await start([option, ""]), new RegExp(words));
  });

  it.each([
    ["status", ["statsu"], /there is no command "statsu"; there are status, preview, release, retry, drop/],
    ["token", ["--token"], /--token goes with --live/],
  ])("for a wrong %s", async (_, args, sentence) => {
    oneSentence(await start(args), sentence);
  });

  it("for options that npm kept for itself, with what to type", async () => {
    const apart = await start(["./feed.xml"], { env: { npm_config_feed: "true" } });
    oneSentence(apart, /npm kept --feed for itself; put -- .*: npm start -- --feed \.\/feed\.xml$/m);
    const several = await start(["3"], {
      env: { npm_config_once: "true", npm_config_backfill: "true", npm_config_feed: "https://a.test/f" },
    });
    oneSentence(several, /npm start -- --feed https:\/\/a\.test\/f --once --backfill 3$/m);
    const script = await start(["preview", "./feed.xml"], {
      env: { npm_lifecycle_event: "preview", npm_config_feed: "true" },
    });
    oneSentence(script, /as in: npm run preview -- --feed \.\/feed\.xml$/m);
    const deployed = await start(["status"], {
      env: { npm_lifecycle_event: "status", npm_config_deployed: "true" },
    });
    oneSentence(deployed, /as in: npm run status -- --deployed$/m);
    const word = await start(["release", "all"], { env: { npm_config_live: "true" } });
    oneSentence(word, /as in: npm start -- release all --live$/m);
    const folder = await start(["release", "all", "./kept"], { env: { npm_config_data: "true" } });
    oneSentence(folder, /as in: npm start -- release all --data \.\/kept$/m);
  });

  it("for a state of the sandbox that is damaged", async () => {
    const data = aFolder();
    writeFileSync(join(data, "sandbox.json"), '{"half');
    oneSentence(
      await start(["--once", "--data", data]),
      /sandbox\.json is damaged \(it is no JSON\); start a new folder with --data/,
    );
  });

  it("for an account beside a configuration, which names the accounts", async () => {
    const folder = aFolder();
    const file = join(folder, "my.config.ts");
    writeFileSync(file, 'export default { accounts: ["a"], feeds: ["https://blog.test/feed.xml"] };');
    oneSentence(
      await start(["--account", "b", "--data", folder], { env: { FEEDLOOM_CONFIG: file } }),
      /--account goes with --feed; here \S+my\.config\.ts names the profiles/,
    );
  });

  it.each([
    ["a folder", "test", /test: it is a folder; name the configuration file in it/],
    ["JSON", "package.json", /package\.json: it is JSON; a configuration is a module, so name it \.ts/],
  ])("for a configuration that is %s, before any port is asked for", async (_, file, sentence) => {
    const data = aFolder();
    const taken = Number(new URL((await aBlog([])).feedUrl).port);
    writeFileSync(join(data, "ports.json"), JSON.stringify({ sandbox: taken, host: taken, blog: taken }));
    oneSentence(await start(["--data", data], { env: { FEEDLOOM_CONFIG: file } }), sentence);
  });

  it("for a number that is none", async () => {
    oneSentence(await start(["--backfill", "many"]), /must be a whole number from 0 to 1000/);
  });
});
