import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { EventBridgeBus } from "../../functions/adapters/aws/event-bridge-bus.ts";
import { InProcessBus } from "../../functions/adapters/local/in-process-bus.ts";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import { type FakeAws, startFakeAws } from "../support/fake-aws.ts";
import { FakeEventBridge } from "../support/fake-event-bridge.ts";
import { nowhere } from "../support/loopback-aws.ts";
import { busContract, pendingIn } from "./bus.contract.ts";

busContract(
  "this process",
  async () => {
    const bus = new InProcessBus();
    const heard: FeedloomEvent[] = [];
    bus.subscribe((event) => {
      heard.push(event);
    });
    return {
      bus,
      heard: async () => {
        await bus.settled();
        return heard;
      },
      close: () => {},
    };
  },
  { keepsOrder: true },
);

busContract(
  "EventBridge",
  async () => {
    const bridge = new FakeEventBridge();
    const aws = await startFakeAws(bridge.actions);
    return {
      bus: new EventBridgeBus(aws.clients.eventBridge, "feedloom"),
      // What arrives is what any listener would have to make of it.
      heard: async () =>
        bridge.delivered.map(({ type, detail }) => JSON.parse(JSON.stringify({ type, detail }))),
      close: () => aws.close(),
    };
  },
  { keepsOrder: true, outOfReach: () => new EventBridgeBus(awsClients(nowhere).eventBridge, "feedloom") },
);

describe("what EventBridge is sent", () => {
  let bridge: FakeEventBridge;
  let aws: FakeAws;
  let bus: EventBridgeBus;
  beforeEach(async () => {
    bridge = new FakeEventBridge();
    aws = await startFakeAws(bridge.actions);
    bus = new EventBridgeBus(aws.clients.eventBridge, "feedloom");
  });
  afterEach(() => aws.close());

  const failing = (words: string): FeedloomEvent => ({
    type: "FeedFailing",
    detail: { feed: "https://blog.example/feed.xml", code: "FEED_MALFORMED", words },
  });
  const many = (count: number) => Array.from({ length: count }, (_, index) => pendingIn(`a${index}`));

  it("names the bus and Feedloom as the source", async () => {
    await bus.announce([pendingIn("bronzfronz")]);
    expect(bridge.delivered).toEqual([
      { bus: "feedloom", source: "feedloom", type: "PostsPending", detail: { account: "bronzfronz" } },
    ]);
  });

  it("goes ten at a time", async () => {
    await bus.announce(many(25));
    expect(bridge.batchSizes).toEqual([10, 10, 5]);
  });

  it("stays below 256 KB at a time", async () => {
    await bus.announce(Array.from({ length: 6 }, () => failing("x".repeat(100 * 1024))));
    expect(bridge.batchSizes).toEqual([2, 2, 2]);
  });

  it("is sent once more when it was not accepted, and only that", async () => {
    bridge.failNext(3);
    await bus.announce(many(10));
    expect(bridge.batchSizes).toEqual([10, 3]);
    expect(bridge.delivered).toHaveLength(10);
  });

  it("fails with STORE_UNAVAILABLE when it is not accepted twice; the others are out", async () => {
    bridge.failNext(3, 1);
    await expect(bus.announce(many(12))).rejects.toMatchObject({
      code: "STORE_UNAVAILABLE",
      message: "the bus feedloom did not accept 1 of 10 events (PostsPending)",
    });
    expect(bridge.delivered).toHaveLength(11);
  });

  it("fails with STORE_UNAVAILABLE when one is too large for any call; the others are out", async () => {
    const events = [pendingIn("a"), failing("x".repeat(300 * 1024)), pendingIn("b")];
    await expect(bus.announce(events)).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
    expect(bridge.delivered.map((event) => event.type)).toEqual(["PostsPending", "PostsPending"]);
  });
});
