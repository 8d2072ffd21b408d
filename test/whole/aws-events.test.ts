import { describe, expect, it } from "vitest";
import * as z from "zod";
import { aDeployment, connectByHand } from "../rig/a-deployment.ts";
import type { Cloud } from "../rig/cloud.ts";
import { missionAccounts } from "../rig/mission.ts";

const [first, second] = missionAccounts;
const publish = "POST /v1.0/me/threads_publish";

/** What may happen on AWS to calls, to events and to the processes, with the bundles as they are deployed. */
describe("on what stands for AWS", () => {
  const deployment = aDeployment();
  /** Each test writes entries of its own, into a blog that keeps them. */
  let written = 0;

  /** Profiles connected, the feeds seen, and since then two entries written: of `links` for both, of `pictures` for one. */
  async function atWork(feed: "links" | "pictures") {
    const cloud = await deployment.cloud();
    for (const username of missionAccounts) connectByHand(cloud, username);
    await poll(cloud);
    expect(cloud.sandbox.record.posts).toEqual([]);
    written += 2;
    const entries = [`Entry ${written - 1}`, `Entry ${written}`];
    deployment.blog().write(feed, ...entries);
    const both = { [first]: entries, [second]: entries };
    return { cloud, expected: feed === "links" ? both : { [first]: entries, [second]: [] } };
  }

  it("a cold start answers, a warm one goes on, and a failure says what and why", async () => {
    const cloud = await deployment.cloud();
    const publisher = nameOf(cloud, "Publisher");
    const cold = await cloud.invoke(publisher, {});
    const warm = await cloud.invoke(publisher, { account: first });
    expect([cold.isColdStart, warm.isColdStart]).toEqual([true, false]);
    expect(warm.payload).toMatchObject({ accounts: [{ account: first, published: [] }] });
    await cloud.functions.stop();
    const failed = await cloud.invoke(publisher, { account: "stranger" });
    expect(failed).toMatchObject({
      isColdStart: true,
      functionError: "Unhandled",
      payload: {
        errorType: "FeedloomError",
        errorMessage: `this account is not configured; configured are ${first}, ${second}`,
      },
    });
    // Our own line, and the one that Lambda's runtime adds.
    const logged = cloud.functions.logs.filter(({ line }) => line.includes("REQUEST_INVALID"));
    expect(logged.map(({ line }): unknown => JSON.parse(line))).toMatchObject([
      { level: "ERROR", code: "REQUEST_INVALID", requestId: failed.requestId },
      { level: "ERROR", message: { code: "REQUEST_INVALID" }, requestId: failed.requestId },
    ]);
  });

  it("every event delivered twice at once posts nothing twice", async () => {
    const { cloud, expected } = await atWork("links");
    cloud.onDelivery(() => "twice");
    await poll(cloud);
    await poll(cloud);
    expect(posted(cloud)).toEqual(expected);
  });

  it("a lost event is made good by the next tick, and a late one finds nothing to do", async () => {
    const { cloud, expected } = await atWork("links");
    cloud.onDelivery(({ trigger, event }) => {
      if (!trigger.startsWith("BusWakePublisher")) return "deliver";
      const { account } = z.object({ detail: z.object({ account: z.string() }) }).parse(event).detail;
      return account === first ? "lose" : "late";
    });
    await poll(cloud);
    expect(posted(cloud)).toEqual({ [first]: [], [second]: [] });
    cloud.onDelivery(() => "deliver");
    await poll(cloud);
    expect(posted(cloud)).toEqual(expected);
    cloud.deliveries.release();
    await cloud.settled();
    expect(posted(cloud)).toEqual(expected);
  });

  it("a publisher that dies, or whose time is up, leaves it to the next, and nothing is posted twice", async () => {
    const { cloud, expected } = await atWork("pictures");
    const ends = ["kill-before", "kill-after", "time-out"] as const;
    let deaths = 0;
    cloud.onCall(({ action }) => {
      const end = action === publish ? ends[deaths] : undefined;
      if (end !== undefined) deaths += 1;
      return end ?? "go";
    });
    // A doubt is settled by two looks that lie apart.
    for (let time = 0; time < 9; time += 1) await poll(cloud);
    expect(failures(cloud)).toEqual(["Runtime.ExitError", "Runtime.ExitError", "Sandbox.Timedout"]);
    expect(posted(cloud)).toEqual(expected);
  });

  it("answers that get lost and connections that break do nothing twice, and the next runs do the rest", async () => {
    const { cloud, expected } = await atWork("pictures");
    const broken = { "lose-answer": 0, fail: 0 };
    cloud.onCall(({ number, service }) => {
      if (service === "threads" || number % 5 > 1) return "go";
      const verdict = number % 5 === 0 ? "lose-answer" : "fail";
      broken[verdict] += 1;
      return verdict;
    });
    for (let time = 0; time < 3; time += 1) await poll(cloud);
    expect(Math.min(broken.fail, broken["lose-answer"])).toBeGreaterThan(5);
    cloud.onCall(() => "go");
    await poll(cloud);
    await poll(cloud);
    expect(posted(cloud)).toEqual(expected);
  });

  it("a call that a role does not allow is refused, and whoever asked is told", async () => {
    const cloud = await deployment.cloud(without("dynamodb:UpdateItem"));
    deployment.blog().write("links", "One entry at least");
    expect(await poll(cloud)).toMatchObject({
      functionError: "Unhandled",
      payload: { errorMessage: expect.stringContaining("the function's role does not allow it") },
    });
    expect(cloud.permissions.denials[0]).toMatchObject({
      holder: expect.stringMatching(/^FeedPollerFunctionRole/),
      action: "dynamodb:UpdateItem",
    });
  });

  it("a template with something that the stand-ins do not know is refused at the start", async () => {
    await expect(deployment.cloud(withResource("AWS::Kinesis::Stream"))).rejects.toThrow(
      "the rig does not know AWS::Kinesis::Stream",
    );
  });
});

const nameOf = (cloud: Cloud, job: string) => cloud.outputs[`${job}FunctionName`] ?? "";

async function poll(cloud: Cloud) {
  cloud.clock.advance({ minutes: 6 });
  const outcome = await cloud.fireSchedule(nameOf(cloud, "FeedPoller"));
  await cloud.settled();
  return outcome;
}

/** What is public on each profile, in the order in which it went out: by the sandbox's own record. */
function posted(cloud: Cloud): Record<string, (string | undefined)[]> {
  const of = (username: string) => cloud.sandbox.record.posts.filter((post) => post.username === username);
  const titles = (username: string) => of(username).map(({ text }) => text.split("\n")[0]);
  return { [first]: titles(first), [second]: titles(second) };
}

/** How calls of functions failed, in order. */
function failures(cloud: Cloud): string[] {
  const failed = cloud.functions.outcomes.filter(({ functionError }) => functionError !== undefined);
  return failed.map(({ payload }) => z.object({ errorType: z.string() }).parse(payload).errorType);
}

/** The template with an action taken out of every policy. */
function without(action: string) {
  return (template: unknown): unknown =>
    JSON.parse(JSON.stringify(template), (name, value: unknown) =>
      name === "Action" && Array.isArray(value) ? value.filter((one) => one !== action) : value,
    );
}

function withResource(type: string) {
  return (template: unknown): unknown => {
    const { Resources, ...rest } = z.looseObject({ Resources: z.looseObject({}) }).parse(template);
    return { ...rest, Resources: { ...Resources, OneMore: { Type: type } } };
  };
}
