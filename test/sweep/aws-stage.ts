import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { DynamoLedger } from "../../functions/adapters/aws/dynamo-ledger.ts";
import { DynamoTable } from "../../functions/adapters/aws/dynamo-table.ts";
import { pollIntervalInMinutes } from "../../functions/core/feed-schedule.ts";
import { shelves } from "../../functions/core/post.ts";
import type { Sandbox } from "../../sandbox/start-sandbox.ts";
import { type Cloud, startCloud } from "../rig/cloud.ts";
import { type Deployment, deploymentOf } from "../rig/deployment.ts";
import type { Call, Verdict } from "../rig/gate.ts";
import type { Standing } from "./jobs.ts";
import { isClean, judge } from "./judge.ts";
import type { Mode, Point, Stage, Trial } from "./stage.ts";
import { strikeNamed, threadsFaults } from "./strikes.ts";
import { type SweepBlog, startSweepBlog } from "./sweep-blog.ts";
import { accounts, configurationOf, entriesOf } from "./the-set.ts";

const tick = { minutes: pollIntervalInMinutes };
/** Two hours. */
const ticksAtMost = 24;
/** As often as the SDK tries a call in all: so a call that fails is one that the job sees fail. */
const attempts = 3;

const strikes: Record<string, Verdict> = {
  "killed before": "kill-before",
  "killed after": "kill-after",
  fails: "fail",
  "its answer is lost": "lose-answer",
};

/** The calls to Threads that change something, as the sandbox calls them. */
const threadsCalls: Record<string, "create" | "publish"> = {
  "threads:POST /v1.0/me/threads": "create",
  "threads:POST /v1.0/me/threads_publish": "publish",
};

/** What Threads does to one profile's call it does to the other's: that is tried with the first. */
function strikesAt({ lane, call }: CountedCall): string[] {
  const kind = lane === accounts[0] ? threadsCalls[call] : undefined;
  const faults = threadsFaults.filter(({ threads }) => kind === "create" || threads?.effect !== "twisted");
  return [...Object.keys(strikes), ...(kind === undefined ? [] : faults.map(({ name }) => name))];
}

/** The functions' bundles on what stands for AWS. One cloud serves many runs, each with entries of its own. */
export async function awsStage(): Promise<Stage> {
  const blog = await startSweepBlog();
  const deployment = await deploymentOf(configurationOf(blog.feedUrls, 0));
  let site: AwsSite | undefined;
  let runs = 0;

  async function run(mode: Mode, point?: Point): Promise<{ trial: Trial; calls: CountedCall[] }> {
    site ??= await AwsSite.open(deployment, blog);
    runs += 1;
    const done = await site.run(runs, mode, point);
    if (done.trial.words.length > 0) {
      // What went wrong once must not go on in the next run.
      await site.close();
      site = undefined;
    }
    return done;
  }

  return {
    async points() {
      // Warm, as most runs are.
      await run("same-id");
      const { calls, trial } = await run("same-id");
      if (trial.words.length > 0) throw new Error(`an undisturbed run failed: ${trial.words.join("; ")}`);
      return calls.flatMap((call, index) =>
        strikesAt(call).map((strike) => ({ ...call, number: index + 1, strike })),
      );
    },
    async try(point, mode) {
      return (await run(mode, point)).trial;
    },
    async close() {
      await site?.close();
      deployment.remove();
      await blog.close();
    },
  };
}

type CountedCall = Pick<Point, "lane" | "place" | "call">;

/** A cloud at work. */
class AwsSite {
  readonly #cloud: Cloud;
  readonly #blog: SweepBlog;
  readonly #ledger: DynamoLedger;
  readonly #closeLedger: () => void;

  private constructor(cloud: Cloud, blog: SweepBlog) {
    this.#cloud = cloud;
    this.#blog = blog;
    const { dynamoDB } = awsClients(cloud.dynamo.place);
    this.#ledger = new DynamoLedger(new DynamoTable(dynamoDB, cloud.outputs.LedgerTableName ?? ""));
    this.#closeLedger = () => dynamoDB.destroy();
  }

  static async open(deployment: Deployment, blog: SweepBlog): Promise<AwsSite> {
    const people = accounts.map((username) => ({ username }));
    const cloud = await startCloud(deployment, {
      // Hundreds of runs happen within a day of the virtual clock.
      sandbox: { people, cards: "off", behaviour: { postQuota: 100_000, replyQuota: 100_000 } },
    });
    for (const username of accounts) {
      const { accessToken, userId, expiresAt } = cloud.sandbox.generateToken(username);
      const scopes = ["threads_basic", "threads_content_publish"];
      const issuedAt = cloud.clock.now();
      const token = { accessToken, userId, username, scopes, issuedAt, expiresAt };
      cloud.secrets.paste(`feedloom/account/${username}`, JSON.stringify(token));
    }
    blog.entries = entriesOf();
    const site = new AwsSite(cloud, blog);
    // The first sight of the feed: what is there is not posted.
    await site.#tick();
    return site;
  }

  async run(number: number, mode: Mode, point?: Point): Promise<{ trial: Trial; calls: CountedCall[] }> {
    const { sandbox } = this.#cloud;
    sandbox.behaviour.republish = mode;
    const known = [...sandbox.record.posts];
    const titles = entriesOf(number).map(({ title }) => title);
    const striking = new Striking(point, sandbox);
    // Beside older ones: a feed in which nothing is known would be taken for one whose ids changed.
    this.#blog.entries = [...entriesOf(), ...entriesOf(number)];
    this.#cloud.onCall((call) => striking.meet(call));
    let standings: Standing[] = [];
    for (let ticks = 0; ticks < ticksAtMost; ticks += 1) {
      await this.#tick();
      standings = await this.#standings(titles);
      const isOpen = standings.some(({ shelf }) => shelf === "open");
      if (standings.length >= titles.length * accounts.length && !isOpen) break;
    }
    const ids = new Set(known.map(({ id }) => id));
    const posts = sandbox.record.posts.filter(({ id }) => !ids.has(id));
    const verdict = judge(accounts, entriesOf(number), posts, standings);
    const trial = { isStruck: point === undefined || striking.isStruck, ...verdict };
    if (isClean(verdict)) await this.#expectNothingOpen();
    return { trial, calls: striking.calls };
  }

  async close(): Promise<void> {
    this.#closeLedger();
    await this.#cloud.close();
  }

  async #tick(): Promise<void> {
    this.#cloud.clock.advance(tick);
    await this.#cloud.fireSchedule(this.#cloud.outputs.FeedPollerFunctionName ?? "");
    await this.#cloud.settled();
  }

  async #standings(titles: readonly string[]): Promise<Standing[]> {
    const found: Standing[] = [];
    for (const account of accounts) {
      for (const shelf of shelves) {
        const posts = await this.#ledger.posts(account, shelf, { limit: 10, newestFirst: true });
        for (const { entry, life } of posts) {
          const words = "words" in life ? `${life.reason}: ${life.words}` : "";
          const { title = "" } = entry;
          if (titles.includes(title)) found.push({ account, title, shelf, words });
        }
      }
    }
    return found;
  }

  /** Runs must not touch each other. */
  async #expectNothingOpen(): Promise<void> {
    for (const account of accounts) {
      const open = await this.#ledger.posts(account, "open", { limit: 1 });
      if (open.length > 0) throw new Error(`a run left something open for @${account}`);
    }
  }
}

/** Counts the calls of a run and strikes one of them: the poller's, and each profile's publishers', on their own. */
class Striking {
  readonly #point: Point | undefined;
  readonly #sandbox: Sandbox;
  readonly #laneOf = new Map<string, string>();
  readonly #places = new Map<string, number>();
  #repeated: { signature: string; left: number } | undefined;
  readonly calls: CountedCall[] = [];
  isStruck = false;

  constructor(point: Point | undefined, sandbox: Sandbox) {
    this.#point = point;
    this.#sandbox = sandbox;
  }

  meet(call: Call): Verdict {
    const signature = JSON.stringify([call.requestId, call.action, call.input]);
    if (this.#repeated?.signature === signature && this.#repeated.left > 0) {
      this.#repeated.left -= 1;
      return "fail";
    }
    const lane = this.#lane(call);
    const place = (this.#places.get(lane) ?? 0) + 1;
    this.#places.set(lane, place);
    this.calls.push({ lane, place, call: `${call.service}:${call.action}` });
    const point = this.#point;
    if (point === undefined || this.isStruck || lane !== point.lane || place !== point.place) return "go";
    this.isStruck = true;
    const verdict = strikes[point.strike];
    if (verdict === undefined) {
      this.#plan(point);
      return "go";
    }
    if (verdict === "fail" && call.service !== "threads") this.#repeated = { signature, left: attempts - 1 };
    return verdict;
  }

  /** It is Threads that strikes, at the call that is on its way. */
  #plan({ call, strike }: Point): void {
    const { threads } = strikeNamed(strike);
    const kind = threadsCalls[call];
    if (threads === undefined || threads.effect === "late" || kind === undefined)
      throw new Error(`there is no strike "${strike}" at ${call} on AWS`);
    this.#sandbox.faults.plan({ call: kind, ...threads });
  }

  /** A publisher's first call names the account: it takes the lease. */
  #lane({ function: name, requestId = "", input }: Call): string {
    const known = this.#laneOf.get(requestId);
    if (known !== undefined) return known;
    const text = JSON.stringify(input ?? "");
    const account = /publisher/i.test(name) ? accounts.find((one) => text.includes(one)) : undefined;
    const lane = account ?? (/poller/i.test(name) ? "poller" : name);
    this.#laneOf.set(requestId, lane);
    return lane;
  }
}
