import { Command, InvalidArgumentError, Option } from "commander";
import { InProcessBus } from "../../../functions/adapters/local/in-process-bus.ts";
import { SqliteStore } from "../../../functions/adapters/local/sqlite-store.ts";
import { type Configuration, readConfiguration } from "../../../functions/core/configuration.ts";
import { type Style, styles } from "../../../functions/core/post.ts";
import { environmentNames } from "../../../functions/runtime/environment.ts";
import { localServices } from "../../../functions/runtime/local-services.ts";
import { jsonLog } from "../../../functions/runtime/log.ts";
import type { Surroundings } from "../command-line.ts";
import type { OptionValues } from "../option-values.ts";
import {
  configurationFile,
  configured,
  isConfigurationNamed,
  orNameAFeed,
  refusePlaceholders,
} from "../plan.ts";
import { soft } from "../terminal.ts";
import { type FeedPreview, previewFeed } from "./preview-entries.ts";
import { previewLines } from "./preview-lines.ts";
import { openPreviewPage } from "./preview-page.ts";

export interface PreviewOptions {
  feed?: string;
  account?: string;
  style?: Style;
  count: number;
  json: boolean;
  requests: boolean;
  page: boolean;
}

/** `preview`: how a feed's newest entries would look as posts. Nothing is posted to Threads, and nothing remembered. */
export function previewCommand(values: OptionValues, surroundings: Surroundings): Command {
  return new Command("preview")
    .description(
      "show how the newest entries of a feed would look as posts, with every decision on the way; nothing is posted",
    )
    .option(
      "--feed <address>",
      "the feed: https://…, http://…, or a file; by default those of the configuration",
      values.feed,
    )
    .option("--count <number>", "so many of the newest entries (5)", count, 5)
    .option("--account <username>", "the profile to post as", values.account)
    .addOption(
      new Option("--style <style>", "try another style than the configuration's").choices([...styles]),
    )
    .option("--requests", "also show the exact requests to Threads", false)
    .option("--json", "everything as JSON", false)
    .option("--page", "publish them on a sandbox that plays Threads, to be looked at in a browser", false)
    .addHelpText(
      "after",
      "\nExamples:\n  npm run preview -- --feed https://blog.example/feed.xml\n  npm run preview -- --feed ./feed.xml --style chain --count 1 --requests\n  npm run preview -- --page",
    )
    .action((options: PreviewOptions) => preview(options, surroundings));
}

async function preview(options: PreviewOptions, surroundings: Surroundings): Promise<void> {
  const { environment, out, clock } = surroundings;
  const configuration = await configurationFor(options, environment);
  const allowPrivateFeeds = environment[environmentNames.allowPrivateFeeds] === "1";
  const store = new SqliteStore(":memory:");
  // Only what the poller reads the web with is used of it.
  const services = localServices({
    ...{ store, clock, configuration, allowPrivateFeeds },
    bus: new InProcessBus(),
    log: jsonLog("SILENT"),
    threadsUrls: { graphUrl: "http://127.0.0.1:1", authorizeUrl: "http://127.0.0.1:1" },
  });
  const previews: FeedPreview[] = [];
  for (const route of configuration.routes) {
    const account = options.account ?? route.accounts[0] ?? "";
    if (!options.json) out.busy(`reading ${route.url}`);
    const pace = configuration.accounts.find(({ username }) => username === account);
    previews.push(await previewFeed(route, account, options.count, { ...services, pace }));
  }
  out.idle();
  store.close();
  if (options.json) {
    const data = previews.map(({ posts: _, ...shown }) => shown);
    out.say(JSON.stringify(data, null, 2));
  } else {
    for (const one of previews) for (const line of previewLines(one, options.requests)) out.say(line);
    if (!options.requests && !options.page) out.say(soft(more));
  }
  if (options.page) await showPages(previews, configuration, allowPrivateFeeds, surroundings);
}

const more =
  "Nothing was posted. --requests shows what Threads would be sent, --page the posts in a browser, --style another style.";

/** One page per profile, until Ctrl-C. */
async function showPages(
  previews: FeedPreview[],
  configuration: Configuration,
  allowPrivateFeeds: boolean,
  { clock, out, signal }: Surroundings,
): Promise<void> {
  const pages = [];
  for (const account of new Set(previews.map((one) => one.account))) {
    const posts = previews.filter((one) => one.account === account).flatMap((one) => one.posts);
    out.busy(`publishing ${posts.length} posts on a sandbox`);
    const page = await openPreviewPage(posts, account, configuration, { clock, allowPrivateFeeds });
    pages.push(page);
    out.idle();
    out.say(`@${account}'s page, on this machine until you press Ctrl-C: ${page.url}`);
    for (const line of page.missing) out.say(`  not there: ${line}`);
  }
  if (!signal.aborted)
    await new Promise((resolve) => signal.addEventListener("abort", resolve, { once: true }));
  for (const page of pages) await page.close();
}

/** The configuration's own route for a feed that it names, so that the preview shows what would happen. */
async function configurationFor(
  { feed, account, style }: PreviewOptions,
  environment: NodeJS.ProcessEnv,
): Promise<Configuration> {
  const named =
    feed === undefined || isConfigurationNamed(environment)
      ? await configured(environment, unsaid)
      : undefined;
  if (feed === undefined && named !== undefined)
    refusePlaceholders(named, configurationFile(environment), orNameAFeed);
  const routes = named?.routes.filter(({ url }) => feed === undefined || url === feed) ?? [];
  const found =
    named === undefined || routes.length === 0
      ? readConfiguration({ accounts: [account ?? "you"], feeds: [feed ?? ""] }, "the command line")
      : { ...named, routes };
  const restyled = found.routes.map((route) => (style === undefined ? route : { ...route, style }));
  // A name on the command line is somebody to show the posts as.
  const accounts = account === undefined ? found.accounts : [{ username: account }];
  return { ...found, accounts, routes: restyled };
}

const unsaid = { once: false, live: false, verbose: false };

function count(text: string): number {
  if (/^[1-9]\d{0,2}$/.test(text)) return Number(text);
  throw new InvalidArgumentError("It must be a whole number from 1 to 999.");
}
