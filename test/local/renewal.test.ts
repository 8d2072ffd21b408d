import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { SqliteStore } from "../../functions/adapters/local/sqlite-store.ts";
import { SqliteVault } from "../../functions/adapters/local/sqlite-vault.ts";
import { Secret } from "../../functions/core/secret.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { aBlog, numbered } from "../support/a-blog.ts";
import { aFolder, start } from "../support/a-command.ts";
import { VirtualClock } from "../support/virtual-clock.ts";

it("renews a token that is a week old although each run is a short one (--once by cron)", async () => {
  const [now, weekAgo] = [new Date(), new Date(Date.now() - 8 * 86_400_000)];
  const clock = new VirtualClock(weekAgo.toISOString());
  const sandbox = await startSandbox({ clock, people: [{ username: "bronzfronz" }], cards: "off" });
  onTestFinished(() => sandbox.close());
  const { accessToken, userId, expiresAt } = sandbox.generateToken("bronzfronz");
  clock.advance({ days: 8 });
  const [blog, data] = [await aBlog(numbered(1)), aFolder()];
  const vault = () => {
    const store = new SqliteStore(join(data, "feedloom.db"));
    onTestFinished(() => store.close());
    return new SqliteVault(store);
  };
  const scopes = ["threads_basic", "threads_content_publish"];
  const token = {
    accessToken: new Secret(accessToken),
    userId,
    username: "bronzfronz",
    scopes,
    issuedAt: weekAgo,
    expiresAt,
  };
  await vault().write("bronzfronz", token);
  const env = {
    THREADS_GRAPH_URL: sandbox.graphUrl,
    THREADS_AUTHORIZE_URL: sandbox.authorizeUrl,
    FEEDLOOM_ALLOW_PRIVATE_FEEDS: "1",
  };
  const args = ["--live", "--account", "bronzfronz", "--feed", blog.feedUrl, "--once", "--data", data];
  expect((await start(args, { env })).code).toBe(0);
  const entry = await vault().read("bronzfronz");
  if (entry.kind !== "token") throw new Error("no token");
  expect(entry.token.issuedAt.getTime()).toBeGreaterThanOrEqual(now.getTime());
});
