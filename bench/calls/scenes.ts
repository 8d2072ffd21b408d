import type { Context } from "aws-lambda";
import { invocation } from "../../bin/local/invocation.ts";
import { type ConfigurationInput, readConfiguration } from "../../functions/core/configuration.ts";
import { createHandler as createPoller } from "../../functions/feed-poller/handler.ts";
import { createHandler as createPublisher } from "../../functions/publisher/handler.ts";
import { createHandler as createRefresher } from "../../functions/token-refresher/handler.ts";
import type { RecordedPost } from "../../sandbox/record.ts";
import { startSandbox } from "../../sandbox/start-sandbox.ts";
import { connectProfile } from "../../test/support/connect-profile.ts";
import { VirtualClock } from "../../test/support/virtual-clock.ts";
import { type Blog, numbered, startBlog } from "../blogs/loopback-blog.ts";
import { countingHost, type HostName } from "./counting-host.ts";
import { CallCounter } from "./tally.ts";

/** How large the configuration is that is counted. */
export interface Size {
  feeds: number;
  /** Each feed goes to the first; the others are there to be looked after. */
  accounts: number;
}

/** The jobs on one host, where each scene can be played and its calls counted. */
export interface Stage {
  clock: VirtualClock;
  blog: Blog;
  counter: CallCounter;
  poll(): Promise<void>;
  publish(): Promise<void>;
  refresh(): Promise<void>;
  /** What became public, in order. */
  posts(): readonly RecordedPost[];
  close(): Promise<void>;
}

/** Profiles connected and the feeds seen; nothing waits. */
export async function openStage(
  host: HostName,
  size: Size,
  style: "link" | "image" | "carousel",
): Promise<Stage> {
  const clock = new VirtualClock();
  const blog = await startBlog(numbered(10));
  const usernames = Array.from({ length: size.accounts }, (_, number) => `profile.${number + 1}`);
  const [first = ""] = usernames;
  const sandbox = await startSandbox({
    clock,
    people: usernames.map((username) => ({ username })),
    cards: "off",
  });
  const feeds: ConfigurationInput["feeds"] = blog
    .feedUrls(size.feeds)
    .map((url) => ({ url, style, accounts: [first] }));
  const configuration = readConfiguration({ accounts: usernames, feeds });
  const counter = new CallCounter();
  const { services, close } = await countingHost(host, { clock, sandbox, configuration, counter });
  for (const username of usernames) await connectProfile(username, sandbox.generateToken(username), services);
  const [poller, publisher, refresher] = [
    createPoller(services),
    createPublisher(services),
    createRefresher(services),
  ];
  const run = async (job: (event: unknown, context: Context) => Promise<unknown>, event: unknown) => {
    await job(event, invocation("bench"));
  };
  const stage: Stage = {
    clock,
    blog,
    counter,
    poll: () => run(poller, {}),
    publish: () => run(publisher, wake(first)),
    refresh: () => run(refresher, {}),
    posts: () => sandbox.record.posts,
    async close() {
      await close();
      await Promise.all([sandbox.close(), blog.close()]);
    },
  };
  await stage.poll();
  clock.advance({ minutes: 10 });
  counter.take();
  return stage;
}

/** As the bus's rule hands it over. */
function wake(account: string) {
  return { source: "feedloom", "detail-type": "PostsPending", detail: { account } };
}
