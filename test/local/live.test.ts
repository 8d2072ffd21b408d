import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aFolder, start } from "../support/a-command.ts";

/** A sandbox in the place of Threads itself, as `--live` would meet it. */
async function aThreads() {
  const sandbox = await startSandbox({ people: [{ username: "bronzfronz" }], cards: "off" });
  onTestFinished(() => sandbox.close());
  const env = {
    THREADS_GRAPH_URL: sandbox.graphUrl,
    THREADS_AUTHORIZE_URL: sandbox.authorizeUrl,
    FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1",
  };
  return { sandbox, env, token: sandbox.generateToken("bronzfronz").accessToken };
}

describe("npm start -- --live", () => {
  it("posts as the profile whose generated token it is given, keeps the token, and shows it to nobody", async () => {
    const { sandbox, env, token } = await aThreads();
    const [blog, data] = [await aBlog(numbered(2)), aFolder()];
    const args = ["--live", "--feed", blog.feedUrl, "--backfill", "1", "--once", "--data", data];
    const first = await start([...args, "--verbose"], { env: { ...env, THREADS_TOKEN: token } });
    expect(first.output).toContain("live: what it posts is public on Threads");
    expect(first.output).toContain("@bronzfronz connected (the token you gave)");
    expect(first.output).toContain(
      "@bronzfronz: 2 seen = 1 published + 0 pending + 0 held + 1 skipped + 0 failed",
    );
    expect(first.code).toBe(0);
    expect(first.output).not.toContain(token);

    blog.entries = numbered(3);
    const second = await start(args, { env });
    expect(second.code).toBe(0);
    expect(sandbox.record.posts.map(({ text }) => text)).toEqual(["Entry 2", "Entry 3"]);
    expect(readFileSync(join(data, "owner.json"), "utf8")).not.toContain(token);
  });

  it("takes another user of Threads under the name only when told to", async () => {
    const { sandbox, env, token } = await aThreads();
    const [blog, data] = [await aBlog(numbered(1)), aFolder()];
    const args = ["--live", "--feed", blog.feedUrl, "--once", "--data", data];
    await start(args, { env: { ...env, THREADS_TOKEN: token } });
    sandbox.renamePerson("bronzfronz", "former");
    const userId = sandbox.addPerson({ username: "bronzfronz" });
    const other = { ...env, THREADS_TOKEN: sandbox.generateToken("bronzfronz").accessToken };
    const refused = await start(args, { env: other });
    expect(refused.output).toContain(`--accept-user bronzfronz=${userId}`);
    expect(refused.code).toBe(1);
    const taken = await start([...args, "--accept-user", `bronzfronz=${userId}`], { env: other });
    expect(taken.output).toContain("@bronzfronz connected (the token you gave)");
    expect(taken.code).toBe(0);
  });

  it("does not take over what was posted on the sandbox, nor the sandbox what was posted live", async () => {
    const { env, token } = await aThreads();
    const [blog, data] = [await aBlog(numbered(1)), aFolder()];
    const args = ["--feed", blog.feedUrl, "--once", "--data", data];
    await start(args, { env });
    const { code, output } = await start(["--live", ...args], { env: { ...env, THREADS_TOKEN: token } });
    expect(output).toMatch(
      /remembers what was posted on the sandbox, not on http.*; name another with --data/,
    );
    expect(code).toBe(1);
  });

  it("says in a sentence that Threads does not take a token, and changes nothing", async () => {
    const { env } = await aThreads();
    const blog = await aBlog(numbered(1));
    const wrong = "THAAwrongwrongwrongwrong";
    const { code, output } = await start(["--live", "--feed", blog.feedUrl, "--once", "--data", aFolder()], {
      env: { ...env, THREADS_TOKEN: wrong },
    });
    expect(output).toMatch(
      /Threads does not take the token \(190.*\); generate a new one \(docs\/meta-app\.md\)/,
    );
    expect(output).not.toContain(wrong);
    expect(code).toBe(1);
  });

  it("does not remember a username that could not be connected", async () => {
    const { env, token } = await aThreads();
    const [blog, data] = [await aBlog(numbered(1)), aFolder()];
    const args = ["--live", "--feed", blog.feedUrl, "--once", "--data", data];
    await start([...args, "--account", "bronzfornz"], { env });
    expect(readFileSync(join(data, "owner.json"), "utf8")).not.toContain("bronzfornz");
    const { output } = await start(args, { env: { ...env, THREADS_TOKEN: token } });
    expect(output).toContain("@bronzfronz connected");
    expect(readFileSync(join(data, "owner.json"), "utf8")).toContain('"account":"bronzfronz"');
  });

  it.each([
    [
      { THREADS_APP_ID: "THAAabc", THREADS_APP_SECRET: "0123456789" },
      /THREADS_APP_ID .*: it has digits only/,
    ],
    [
      { THREADS_APP_ID: "12345", THREADS_APP_SECRET: "01 23" },
      /THREADS_APP_SECRET .*: it is 8 characters or longer/,
    ],
  ])("says which of the app's id and secret cannot be right, and shows neither", async (app, sentence) => {
    const { env } = await aThreads();
    const args = ["--live", "--account", "bronzfronz", "--feed", "https://blog.test/f", "--once"];
    const { code, output } = await start([...args, "--data", aFolder()], { env: { ...env, ...app } });
    expect(output).toMatch(sentence);
    expect(output).not.toMatch(/THAAabc|0123456789|01 23|app secret"/);
    expect(code).toBe(1);
  });

  it("posts nothing for the configuration that comes with Feedloom", async () => {
    const { env, token } = await aThreads();
    const { code, output } = await start(["--live", "--once", "--data", aFolder()], {
      env: { ...env, THREADS_TOKEN: token },
    });
    expect(output).toMatch(/feedloom\.config\.ts: it still has the placeholders it came with/);
    expect(code).toBe(1);
  });

  it("takes the token from standard input with --token, and shows it to nobody", async () => {
    const { env, token } = await aThreads();
    const [blog, data] = [await aBlog(numbered(1)), aFolder()];
    const args = ["--live", "--token", "--feed", blog.feedUrl, "--once", "--data", data, "--verbose"];
    const { code, output } = await start(args, { env, input: `${token}\n` });
    expect(output).toContain("@bronzfronz connected (the token you gave)");
    expect(output).not.toContain(token);
    expect(code).toBe(0);
  });

  it.each([
    ["--token", "VALUE"],
    ["--token=VALUE"],
    ["--access-token", "VALUE"],
    ["--app-secret=VALUE"],
    ["--client-secret", "VALUE"],
    ["--app_secret", "VALUE"],
    ["status", "--token", "VALUE"],
  ])("refuses a secret on the command line, and does not repeat it: %s %s", async (...typed) => {
    const args = typed.map((word) => word.replace("VALUE", "THAAsecretsecretsecret1"));
    const { code, output } = await start(["--live", ...args]);
    expect(output).toMatch(/takes no value: a secret on a command line can be read by others/);
    expect(output).not.toContain("secretsecret");
    expect(code).toBe(1);
  });

  it.each([[["THAAsecretsecretsecret1"]], [["--tokn=THAAsecretsecretsecret1"]]])(
    "does not repeat a token in the wrong place: %s",
    async (args) => {
      const { code, output } = await start(args);
      expect(output).toMatch(/error: /);
      expect(output).not.toContain("secretsecret");
      expect(code).toBe(1);
    },
  );

  it.each([{ npm_config_token: "THAAsecretsecretsecret1" }, { npm_config_app_secret: "secretsecret" }])(
    "refuses a secret that npm kept for itself",
    async (env) => {
      const { code, output } = await start([], { env });
      expect(output).toMatch(/takes no value/);
      expect(output).not.toContain("secretsecret");
      expect(code).toBe(1);
    },
  );

  it("says what to give where there is no terminal to ask at", async () => {
    const { env } = await aThreads();
    const blog = await aBlog(numbered(1));
    const args = ["--live", "--account", "bronzfronz", "--feed", blog.feedUrl, "--once", "--data", aFolder()];
    const { code, output } = await start(args, { env });
    expect(output).toMatch(/--live needs a token, and there is no terminal to ask at; set THREADS_TOKEN/);
    expect(code).toBe(1);
  });
});
