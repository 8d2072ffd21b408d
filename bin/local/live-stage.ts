import { HttpThreadsApi } from "../../functions/adapters/http/http-threads-api.ts";
import type { Configuration } from "../../functions/core/configuration.ts";
import { FeedloomError } from "../../functions/core/errors.ts";
import { Secret } from "../../functions/core/secret.ts";
import { describeFault } from "../../functions/core/threads-verdict.ts";
import { environmentNames, metaUrls } from "../../functions/runtime/environment.ts";
import { jsonLog } from "../../functions/runtime/log.ts";
import { connectLive } from "./connect-live.ts";
import { type DataFolder, openDataFolder } from "./data-folder.ts";
import { invocation } from "./invocation.ts";
import { localFlags } from "./ledger-place.ts";
import type { Options } from "./options.ts";
import { configurationFile, configured, oneFeed, orNameAFeed, refusePlaceholders } from "./plan.ts";
import { type Questions, questions } from "./questions.ts";
import { type Audience, Opened, type Stage, stoppableClock, usualFolders } from "./stage.ts";
import { startHost } from "./start-host.ts";

const withoutTerminal =
  "--live needs a token, and there is no terminal to ask at; set THREADS_TOKEN to one from Meta's User Token Generator, or hand it over on standard input with --token (docs/meta-app.md)";

/** The jobs against Threads itself: what they post is public. */
export async function openLiveStage(
  options: Options,
  environment: NodeJS.ProcessEnv,
  audience: Audience,
  signal: AbortSignal,
): Promise<Stage> {
  const opened = new Opened();
  try {
    const threadsUrls = {
      graphUrl: environment[environmentNames.graphUrl] || metaUrls.graphUrl,
      authorizeUrl: environment[environmentNames.authorizeUrl] || metaUrls.authorizeUrl,
    };
    if (options.feed === undefined) await filledIn(options, environment);
    const folder = opened.add(openDataFolder(options.data ?? usualFolders.live, threadsUrls.graphUrl));
    const ask = questions(process.stdin.isTTY === true, withoutTerminal, signal);
    const given = await givenToken(options, environment, ask);
    const owner = given === undefined ? undefined : await ownerOf(given, new HttpThreadsApi(threadsUrls));
    const configuration = await livePlan(options, environment, owner, folder, ask);
    const host = opened.add(
      await startHost({
        ...audience,
        port: 0,
        configuration,
        threadsUrls,
        database: folder.database,
        allowPrivateFeeds: environment[environmentNames.allowPrivateFeeds] === "1",
        log: jsonLog(options.verbose ? "INFO" : "SILENT"),
        clock: stoppableClock(signal),
        signal,
      }),
    );
    return {
      title: "Feedloom, live: what it posts is public on Threads.",
      host,
      accounts: configuration.accounts.map(({ username }) => username),
      feeds: configuration.routes.map(({ url }) => url),
      isOneFeed: options.feed !== undefined,
      profileUrl: (account) => `https://www.threads.com/@${account}`,
      isProfileLocal: false,
      ledgerFlags: localFlags(options),
      connect: async (account) => {
        const ours = account === owner ? given : undefined;
        const { userId: acceptUserId } = options.acceptUser?.account === account ? options.acceptUser : {};
        if (acceptUserId !== undefined)
          await host.refresher({ account, acceptUserId }, invocation("token-refresher"));
        const connected = await connectLive(account, ours, host, environment, ask);
        // Only now: a name that was typed wrongly is asked for again.
        if (options.feed !== undefined) folder.writeAccount(account);
        return connected;
      },
      close: () => opened.close(),
    };
  } catch (error) {
    await opened.close();
    throw error;
  }
}

/** A token from the environment; with `--token` it is asked for, or read from standard input where nobody can be asked. */
async function givenToken(
  options: Options,
  environment: NodeJS.ProcessEnv,
  ask: Questions,
): Promise<Secret | undefined> {
  if (options.token) {
    if (process.stdin.isTTY === true) return ask.secret("The token from Meta's User Token Generator");
    const piped = await firstLine(process.stdin);
    if (piped !== "") return new Secret(piped);
  }
  const text = environment.THREADS_TOKEN?.trim();
  return text ? new Secret(text) : undefined;
}

/** Meta's tokens are some 200 characters; what is longer is none. A choice of ours. */
const longestLine = 4096;

async function firstLine(input: AsyncIterable<Buffer | string>): Promise<string> {
  let text = "";
  for await (const part of input) {
    text += String(part);
    if (text.includes("\n") || text.length > longestLine) break;
  }
  return text.split("\n", 1)[0]?.trim() ?? "";
}

/** Whose token it is. */
async function ownerOf(token: Secret, threads: HttpThreadsApi): Promise<string> {
  const me = await threads.me(token);
  if (me.ok) return me.value.username.toLowerCase();
  const words = describeFault(me.fault);
  if (me.fault.kind !== "error") {
    throw new FeedloomError(
      "THREADS_BUSY",
      `Threads could not be asked whose token this is (${words}); try again`,
    );
  }
  throw new FeedloomError(
    "TOKEN_LOST",
    `Threads does not take the token (${words}); generate a new one (docs/meta-app.md)`,
  );
}

/** The configuration file, of which nothing may go public before somebody filled it in. */
async function filledIn(options: Options, environment: NodeJS.ProcessEnv): Promise<Configuration> {
  const configuration = await configured(environment, options);
  refusePlaceholders(configuration, configurationFile(environment), orNameAFeed);
  return configuration;
}

async function livePlan(
  options: Options,
  environment: NodeJS.ProcessEnv,
  owner: string | undefined,
  folder: DataFolder,
  ask: Questions,
): Promise<Configuration> {
  if (options.feed !== undefined) {
    const account =
      options.account ?? owner ?? folder.readAccount() ?? (await ask.text("Your username on Threads"));
    return oneFeed(options.feed, account, options);
  }
  return filledIn(options, environment);
}
