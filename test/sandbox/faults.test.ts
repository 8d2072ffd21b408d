import { describe, expect, test } from "vitest";
import type { FaultAnswer } from "../../sandbox/faults.ts";
import { aSandbox } from "./a-sandbox.ts";

const text = { media_type: "TEXT", text: "hello" };

describe("a planned fault", () => {
  test.each([
    [{ kind: "error", http: 500, code: 10 }, 500, "10"],
    [{ kind: "error", http: 400, code: 24, subcode: 4279009 }, 400, "24/4279009"],
    [{ kind: "error", http: 500, code: 2, message: "try later" }, 500, "2"],
    [{ kind: "empty-500" }, 500, ""],
    [{ kind: "html-502" }, 502, ""],
  ] as const)("answers %j, before the call takes effect or after", async (fault, status, error) => {
    const { create, post, sandbox } = await aSandbox();
    const container = await create(text);
    sandbox.faults.plan({ call: "publish", effect: "before", answer: fault });
    const before = await post("/me/threads_publish", { creation_id: container });
    expect([before.status, before.error]).toEqual([status, error]);
    expect(sandbox.record.posts).toHaveLength(0);
    sandbox.faults.plan({ call: "publish", effect: "after", answer: fault });
    const after = await post("/me/threads_publish", { creation_id: container });
    expect([after.status, after.error]).toEqual([status, error]);
    expect(sandbox.record.posts).toHaveLength(1);
  });

  test.each(["before", "after"] as const)("cuts the connection %s the call takes effect", async (effect) => {
    const { create, post, sandbox } = await aSandbox();
    const container = await create(text);
    sandbox.faults.plan({ call: "publish", effect, answer: { kind: "reset" } });
    await expect(post("/me/threads_publish", { creation_id: container })).rejects.toThrow();
    expect(sandbox.record.posts).toHaveLength(effect === "after" ? 1 : 0);
    expect(sandbox.record.calls.at(-1)).toMatchObject({ call: "publish", fault: `reset ${effect}` });
    expect(sandbox.record.calls.at(-1)?.status).toBeUndefined();
    expect((await post("/me/threads_publish", { creation_id: container })).status).toBe(200);
  });

  test("leaves a call hanging until the sandbox closes", async () => {
    const { create, post, sandbox } = await aSandbox();
    const container = await create(text);
    sandbox.faults.plan({ call: "publish", effect: "after", answer: { kind: "hang" } });
    const hanging = expect(post("/me/threads_publish", { creation_id: container })).rejects.toThrow();
    while (sandbox.record.posts.length === 0) await new Promise(setImmediate);
    await sandbox.close();
    await hanging;
  });

  test("strikes the call it names, counted from when it is planned", async () => {
    const { get, sandbox } = await aSandbox();
    await get("/me");
    sandbox.faults.plan({ call: "me", nth: 2, times: 2, effect: "before", answer: { kind: "empty-500" } });
    const statuses: number[] = [];
    for (let n = 0; n < 4; n += 1) statuses.push((await get("/me")).status);
    expect(statuses).toEqual([200, 500, 500, 200]);
    expect(sandbox.faults.pending()).toEqual([]);
  });

  test("is one of several, of which the oldest is served first", async () => {
    const { get, sandbox } = await aSandbox();
    const plan = (http: number, nth: number) =>
      sandbox.faults.plan({ call: "me", nth, effect: "before", answer: { kind: "error", http } });
    plan(500, 1);
    plan(503, 2);
    expect(sandbox.faults.pending()).toHaveLength(2);
    expect([(await get("/me")).status, (await get("/me")).status, (await get("/me")).status]).toEqual([
      500, 503, 200,
    ]);
  });

  test("strikes until it is cleared when it has no end", async () => {
    const { get, sandbox } = await aSandbox();
    const answer: FaultAnswer = { kind: "error", http: 400, code: 190 };
    sandbox.faults.plan({ call: "me", times: Number.POSITIVE_INFINITY, effect: "before", answer });
    for (let n = 0; n < 3; n += 1) expect((await get("/me")).error).toBe("190");
    sandbox.faults.clear();
    expect((await get("/me")).status).toBe(200);
  });

  test("has the words of the error it stands for, unless others are given", async () => {
    const { get, sandbox } = await aSandbox();
    const plan = (message?: string) =>
      sandbox.faults.plan({
        call: "me",
        effect: "before",
        answer: {
          kind: "error",
          http: 400,
          code: 613,
          subcode: 4279002,
          ...(message === undefined ? {} : { message }),
        },
      });
    plan();
    expect((await get("/me")).message).toBe("Calls to this api have exceeded the rate limit.");
    plan("slow down");
    expect((await get("/me")).message).toBe("slow down");
  });

  test("finds each step by its name", async () => {
    const { get, post, create, publish, sandbox } = await aSandbox();
    const container = await create(text);
    const media = await publish(container);
    const steps = {
      me: () => get("/me"),
      create: () => post("/me/threads", text),
      status: () => get(`/${container}`),
      publish: () => post("/me/threads_publish", { creation_id: container }),
      limit: () => get("/me/threads_publishing_limit"),
      "own-posts": () => get("/me/threads"),
      post: () => get(`/${media}`),
      "exchange-code": () => post("/oauth/access_token", { grant_type: "authorization_code" }),
      "exchange-long": () => get("/access_token", { grant_type: "th_exchange_token" }),
      refresh: () => get("/v1.0/refresh_access_token", { grant_type: "th_refresh_token" }),
    } as const;
    for (const call of Object.keys(steps).filter((name): name is keyof typeof steps => name in steps)) {
      sandbox.faults.plan({ call, effect: "before", answer: { kind: "html-502" } });
      expect((await steps[call]()).status, call).toBe(502);
    }
    expect(sandbox.faults.pending()).toEqual([]);
  });
});
