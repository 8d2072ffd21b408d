import type { SqliteVault } from "../../../functions/adapters/local/sqlite-vault.ts";
import type { Configuration } from "../../../functions/core/configuration.ts";
import type { Post } from "../../../functions/core/post.ts";
import { Secret } from "../../../functions/core/secret.ts";
import type { Clock } from "../../../functions/ports/clock.ts";
import { jsonLog } from "../../../functions/runtime/log.ts";
import { type Sandbox, startSandbox } from "../../../sandbox/start-sandbox.ts";
import { invocation } from "../invocation.ts";
import { Opened } from "../stage.ts";
import { type Host, startHost } from "../start-host.ts";

/** A look is worth this many rounds; what Threads keeps waiting longer is not on the page. */
const roundsAtMost = 20;

export interface PreviewPage {
  url: string;
  /** Posts that did not get there, with the reason. */
  missing: string[];
  close(): Promise<void>;
}

/**
 * Publishes posts on a sandbox of their own, which is gone afterwards: what its page shows went the whole way of a post,
 * pictures fetched and cards made.
 *
 * @param posts - pending ones of one account, the oldest first.
 */
export async function openPreviewPage(
  posts: Post[],
  account: string,
  configuration: Configuration,
  { clock, allowPrivateFeeds }: { clock: Clock; allowPrivateFeeds: boolean },
): Promise<PreviewPage> {
  const opened = new Opened();
  try {
    const people = [{ username: account }];
    const sandbox = opened.add(await startSandbox({ people, cards: "any" }));
    const host = opened.add(
      await startHost({
        ...{ database: ":memory:", port: 0, clock, allowPrivateFeeds },
        configuration: unpaced(configuration),
        threadsUrls: sandbox,
        log: jsonLog("SILENT"),
        onEvent: () => {},
        onFailure: () => {},
      }),
    );
    await connect(account, sandbox, host.services.vault, clock);
    for (const post of posts) await host.services.ledger.addPost(post);
    await publishAll(account, host);
    return {
      url: sandbox.profileUrl(account),
      missing: await missingOf(posts, host),
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** It is looked at now, whatever the hour. */
function unpaced(configuration: Configuration): Configuration {
  return {
    ...configuration,
    accounts: configuration.accounts.map(({ username }) => ({ username })),
    routes: configuration.routes.map(({ quietHours: _, minutesBetweenPosts: __, ...route }) => route),
  };
}

async function connect(account: string, sandbox: Sandbox, vault: SqliteVault, clock: Clock): Promise<void> {
  const { accessToken, userId, expiresAt } = sandbox.generateToken(account);
  await vault.write(account, {
    accessToken: new Secret(accessToken),
    ...{ userId, username: account, expiresAt, issuedAt: clock.now() },
    scopes: [],
  });
}

async function publishAll(account: string, { publisher, services }: Host): Promise<void> {
  for (let round = 0; round < roundsAtMost; round += 1) {
    await publisher({ account }, invocation("publisher"));
    const [waiting] = await services.ledger.posts(account, "open", { limit: 1 });
    const { notBefore } = waiting?.life.state === "pending" ? waiting.life : {};
    const now = services.clock.now().getTime();
    // A minute's wait is a pause after a refusal: longer ones are for those who run for good.
    if (waiting === undefined || (notBefore?.getTime() ?? 0) - now > 60_000) return;
    await services.clock.sleep(Math.max(1000, (notBefore?.getTime() ?? 0) - now));
  }
}

async function missingOf(posts: Post[], { services: { ledger } }: Host): Promise<string[]> {
  const missing: string[] = [];
  for (const { account, id, entry } of posts) {
    const life = (await ledger.readPost(account, id))?.life;
    if (life === undefined || life.state === "published") continue;
    const words = "words" in life ? life.words : "waitsFor" in life ? life.waitsFor : undefined;
    missing.push(`${entry.title ?? id}: ${life.state}${words === undefined ? "" : `, ${words}`}`);
  }
  return missing;
}
