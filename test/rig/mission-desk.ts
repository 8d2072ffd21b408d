import assert from "node:assert/strict";
import * as z from "zod";
import { visitConsent } from "../../sandbox/visitor.ts";
import type { FunctionOutput, MissionHost, MissionRow } from "./mission.ts";

export const functionOutputs = [
  "OAuthCallbackFunctionName",
  "TokenRefresherFunctionName",
  "FeedPollerFunctionName",
  "PublisherFunctionName",
] as const;

/** A post as everybody sees it. */
export interface SeenPost {
  username: string;
  title: string;
  text: string;
  link: string | undefined;
  imageUrl: string | undefined;
}

const failureSchema = z.object({ errorType: z.string(), errorMessage: z.string() });

/** Long enough for the poller to look at a feed again. */
const tick = { minutes: 5 };

/** What the steps of the mission have in common: doing something, and looking what came of it. */
export class MissionDesk {
  readonly host: MissionHost;
  /** Connected by a browser. */
  readonly first: string;
  /** Connected by a pasted token. */
  readonly second: string;
  readonly rows: MissionRow[] = [];

  constructor(host: MissionHost, [first, second]: readonly [string, string]) {
    this.host = host;
    this.first = first;
    this.second = second;
  }

  get both(): string[] {
    return [this.first, this.second];
  }

  /** @param action - says what was seen. */
  async step(name: string, action: () => Promise<string>): Promise<void> {
    const begunAt = performance.now();
    const seen = await action().catch((cause: unknown) => {
      throw new Error(`the mission failed at "${name}"`, { cause });
    });
    this.rows.push({ step: name, seen, ms: Math.round(performance.now() - begunAt) });
  }

  /** All that is public, in the order in which it went out. */
  posted(username?: string): SeenPost[] {
    return this.host.sandbox.record.posts
      .map(({ username, text, link, imageUrl }) => {
        return { username, title: text.split("\n")[0] ?? "", text, link, imageUrl };
      })
      .filter((post) => username === undefined || post.username === username);
  }

  titles(username: string): string[] {
    return this.posted(username).map(({ title }) => title);
  }

  /** How often the sandbox was called for something. */
  calls(kind: string): number {
    return this.host.sandbox.record.calls.filter(({ call }) => call === kind).length;
  }

  /** The poller's next tick, and all that comes of it. */
  async poll(): Promise<void> {
    this.host.advance(tick);
    await this.schedule("FeedPollerFunctionName");
  }

  async schedule(output: FunctionOutput): Promise<void> {
    await this.host.runSchedule(output);
    await this.host.settled();
  }

  /** A profile's owner with a browser: Connect, then Allow. */
  async connect(username: string): Promise<void> {
    const end = await visitConsent(`${this.host.httpUrl}/connect`, { username, decision: "allow" });
    assert.ok(end.html.includes(`@${username} is connected`), end.html);
    assert.equal(end.status, 200);
    await this.host.settled();
  }

  /** What a function answers, which must not be a failure. */
  async ask(output: FunctionOutput, payload: unknown): Promise<unknown> {
    const answer = await this.host.invoke(output, payload);
    assert.equal(answer.functionError, undefined, JSON.stringify(answer.payload));
    await this.host.settled();
    return answer.payload;
  }

  /** With which words a function refuses a payload, which it must. */
  async refusal(output: FunctionOutput, payload: unknown): Promise<string> {
    const answer = await this.host.invoke(output, payload);
    assert.notEqual(answer.functionError, undefined, `${JSON.stringify(payload)} was taken`);
    return failureSchema.parse(answer.payload).errorMessage;
  }
}
