import { statSync } from "node:fs";
import { join } from "node:path";
import { jobs } from "../../bin/bundle.ts";
import { type Cloud, startCloud } from "../../test/rig/cloud.ts";
import { deploymentOf } from "../../test/rig/deployment.ts";
import { startBlog } from "../blogs/loopback-blog.ts";
import type { Figure, Measure } from "../figure.ts";
import { type Contender, interleaved } from "../interleave.ts";
import { withEmptyFunction } from "../start/empty-function.ts";
import { exactly, ratios, spreadOf } from "../statistics.ts";

const account = "profile.1";
type Job = (typeof jobs)[number];
const outputs: Record<Job, string> = {
  "oauth-callback": "OAuthCallbackFunctionName",
  "token-refresher": "TokenRefresherFunctionName",
  "feed-poller": "FeedPollerFunctionName",
  publisher: "PublisherFunctionName",
};

export const start: Measure = {
  name: "start",
  summary: "cold start of each function as bundled, against a function that does nothing; bundle sizes",
  async measure({ runs, say }) {
    const blog = await startBlog();
    const deployment = await deploymentOf({ accounts: [account], feeds: [blog.feedUrl] });
    const cloud = await startCloud(deployment, {
      sandbox: { people: [{ username: account }], cards: "off" },
    });
    try {
      connectByHand(cloud);
      const samples = await withEmptyFunction(cloud.clock, async (empty) => {
        const contenders = {
          empty,
          "oauth-callback": startOf(cloud, "oauth-callback"),
          "token-refresher": startOf(cloud, "token-refresher"),
          "feed-poller": startOf(cloud, "feed-poller"),
          publisher: startOf(cloud, "publisher"),
        };
        // Once, so that every function has seen its stores and every file is in the system's memory.
        for (const startOnce of Object.values(contenders)) await startOnce(0);
        say("each function is started anew, in turn with one that does nothing");
        return interleaved(contenders, { runs: runs * 3, budgetInMs: 90_000 });
      });
      const sizes = jobs.map((job) => statSync(join(deployment.bundles, job, "index.mjs")).size / 1000);
      return {
        name: "start",
        about:
          "Each function's bundle under AWS's own runtime client for Node 24 (aws-lambda-ric), a new process each time. Start: from the process's start to its asking for work. First answer: start, and a call with nothing to do (the callback's page, a day's look at the token, a tick over one unchanged feed, a profile without posts), its calls to AWS's stand-ins on loopback included. The bare limit is the same for a function of one line. Lambda's own share (a micro-VM, the code's download) cannot be seen here.",
        figures: [
          ...jobs.flatMap((job, index): Figure[] => [
            { name: `${job}: bundle`, unit: "KB", value: exactly(sizes[index] ?? 0) },
            {
              name: `${job}: start against an empty function's`,
              unit: "×",
              value: spreadOf(ratios(samples(job, "start"), samples("empty", "start"))),
            },
            {
              name: `${job}: first answer against an empty function's`,
              unit: "×",
              value: spreadOf(ratios(samples(job, "answer"), samples("empty", "answer"))),
            },
            { name: `${job}: first answer`, unit: "ms", value: spreadOf(samples(job, "answer")) },
          ]),
          {
            name: "an empty function: first answer",
            unit: "ms",
            value: spreadOf(samples("empty", "answer")),
          },
        ],
        charts: [
          {
            kind: "bars",
            name: "start",
            title: "Cold start to first answer",
            unit: "ms",
            bars: [
              ...jobs.map((job) => ({
                label: job,
                value: spreadOf(samples(job, "answer")).median,
                isOurs: true,
              })),
              {
                label: "a function of one line",
                value: spreadOf(samples("empty", "answer")).median,
                isOurs: false,
              },
            ],
          },
        ],
      };
    } finally {
      await cloud.close();
      deployment.remove();
      await blog.close();
    }
  },
};

function connectByHand({ sandbox, secrets, clock }: Cloud): void {
  const { accessToken, userId, expiresAt } = sandbox.generateToken(account);
  const scopes = ["threads_basic", "threads_content_publish"];
  const issuedAt = clock.now().toISOString();
  const token = {
    accessToken,
    userId,
    username: account,
    scopes,
    issuedAt,
    expiresAt: expiresAt.toISOString(),
  };
  secrets.paste(`feedloom/account/${account}`, JSON.stringify(token));
  secrets.paste("feedloom/app", JSON.stringify(sandbox.app));
}

function startOf(cloud: Cloud, job: Job): Contender {
  const name = cloud.outputs[outputs[job]] ?? "";
  return async () => {
    await cloud.functions.stop();
    if (job === "oauth-callback")
      await (await fetch(`${cloud.httpUrl}/connect`, { redirect: "manual" })).text();
    else await cloud.invoke(name, job === "publisher" ? { account } : {});
    const [outcome, started] = [cloud.functions.outcomes.at(-1), cloud.functions.starts.at(-1)];
    if (outcome?.isColdStart !== true || outcome.functionError !== undefined || started?.function !== name)
      throw new Error(`${job} did not start anew: ${JSON.stringify(outcome)}`);
    await cloud.functions.stop();
    // A call waits for the start: its time holds both.
    return { start: started.startInMs, answer: outcome.durationInMs };
  };
}
