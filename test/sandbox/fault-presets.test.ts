import { describe, expect, test } from "vitest";
import { describeFault } from "../../sandbox/describe-fault.ts";
import { type FaultPresetName, faultPresets, isFaultPreset } from "../../sandbox/fault-presets.ts";
import { type FaultPlan, Faults } from "../../sandbox/faults.ts";
import { aSandbox, day } from "./a-sandbox.ts";

const text = { media_type: "TEXT", text: "hello" };
const names = Object.keys(faultPresets).filter(isFaultPreset);

/** A whole post, as a client that never gives in would make it: what happened at each call. */
async function aPost(preset: FaultPresetName) {
  const { post, get, clock, sandbox } = await aSandbox();
  sandbox.faults.plan(faultPresets[preset]);
  const outcome = (call: Promise<{ status: number; error: string }>) =>
    call.then(
      ({ status, error }) => (status === 200 ? "well" : error === "" ? String(status) : error),
      () => "cut",
    );
  const create = await outcome(post("/me/threads", text));
  const container = sandbox.record.containers.at(-1)?.id;
  if (container === undefined) return { create, posts: 0 };
  const status = await get(`/${container}`, { fields: "status,error_message" }).catch(() => undefined);
  const publish = await outcome(post("/me/threads_publish", { creation_id: container }));
  clock.advance(31_000);
  const last = sandbox.record.posts.at(-1);
  return { create, status: status?.json.status, publish, posts: sandbox.record.posts.length, last };
}

describe("a fault with a name", () => {
  test.each([
    ["create-cut", { create: "cut", posts: 0 }],
    ["create-cut-unheard", { create: "cut", status: "FINISHED", publish: "well", posts: 1 }],
    ["create-bad-link", { create: "-1/4279047", posts: 0 }],
    ["create-bad-media", { create: "1/2207052", posts: 0 }],
    ["create-bad-children", { create: "100/4279004", posts: 0 }],
    ["create-no-access-tier", { create: "10/4279067", posts: 0 }],
    ["create-dead-token", { create: "190/463", posts: 0 }],
    ["create-bad-parameter", { create: "100", posts: 0 }],
    ["create-refused-for-all", { create: "100", posts: 0 }],
    ["create-no-permission-503", { create: "10", posts: 0 }],
    ["create-forbidden-page", { create: "403", posts: 0 }],
    ["create-rate-limited", { create: "613/4279002", posts: 0 }],
    ["container-error", { create: "well", status: "ERROR", publish: "24/4279009", posts: 0 }],
    ["container-slow", { create: "well", status: "IN_PROGRESS", publish: "24/4279009", posts: 0 }],
    ["container-never-found", { create: "well", status: "FINISHED", publish: "24/4279009", posts: 0 }],
    ["status-cut", { status: undefined, publish: "well", posts: 1 }],
    ["publish-cut", { publish: "cut", posts: 0 }],
    ["publish-cut-unheard", { publish: "cut", posts: 1 }],
    ["publish-empty-unheard", { publish: "500", posts: 1 }],
    ["publish-html-unheard", { publish: "502", posts: 1 }],
    ["publish-no-permission-unheard", { publish: "10", posts: 1 }],
    ["publish-temporary-error-unheard", { publish: "2", posts: 1 }],
    ["publish-not-found", { publish: "24/4279009", posts: 0 }],
    ["status-reads-error", { status: "ERROR", publish: "well", posts: 1 }],
    ["status-reads-expired", { status: "EXPIRED", publish: "well", posts: 1 }],
    ["publish-not-found-late", { publish: "24/4279009", posts: 0 }],
    ["publish-bad-children-late", { publish: "100/4279004", posts: 0 }],
    ["publish-restricted", { publish: "1/2207051", posts: 0 }],
    ["post-vanishes", { publish: "well", posts: 1, last: { goneAt: expect.any(Date) } }],
  ] as const)("does what it says: %s", async (name, expected) => {
    expect(await aPost(name)).toMatchObject(expected);
  });

  test("has a publish take effect minutes after its connection was cut, at its own time", async () => {
    const { create, post, status, sandbox, clock } = await aSandbox();
    const begun = clock.now().getTime();
    const container = await create(text);
    sandbox.faults.plan(faultPresets["publish-late"]);
    await expect(post("/me/threads_publish", { creation_id: container })).rejects.toThrow();
    clock.advance(221_000);
    expect([await status(container), sandbox.record.posts.length]).toEqual(["FINISHED", 0]);
    expect(sandbox.record.underway).toBe(1);
    clock.advance(60_000);
    expect([await status(container), sandbox.record.underway]).toEqual(["PUBLISHED", 0]);
    expect(sandbox.record.posts.map(({ publishedAt }) => publishedAt.getTime() - begun)).toEqual([222_000]);
  });

  test.each(["publish-not-found-late", "publish-bad-children-late"] as const)(
    "has a publish that was refused take effect a minute later: %s",
    async (name) => {
      const { create, post, sandbox, clock } = await aSandbox();
      const container = await create(text);
      sandbox.faults.plan(faultPresets[name]);
      await post("/me/threads_publish", { creation_id: container });
      clock.advance(59_000);
      expect(sandbox.record.posts).toHaveLength(0);
      clock.advance(1_000);
      expect(sandbox.record.posts).toHaveLength(1);
    },
  );

  test.each([
    ["same-id", 1],
    ["error", 1],
    ["second-post", 2],
  ] as const)("and one that comes late to a container that is out: %s", async (republish, posts) => {
    const { create, post, publish, sandbox, clock } = await aSandbox({ behaviour: { republish } });
    const container = await create(text);
    sandbox.faults.plan(faultPresets["publish-late"]);
    await expect(post("/me/threads_publish", { creation_id: container })).rejects.toThrow();
    await publish(container);
    clock.advance(222_000);
    expect(sandbox.record.posts).toHaveLength(posts);
  });

  test("strikes the third publish after it took effect, with code 10 and HTTP 503", async () => {
    const { say, create, post, sandbox } = await aSandbox();
    sandbox.faults.plan({ ...faultPresets["publish-no-permission-unheard"], nth: 3 });
    await say("one");
    await say("two");
    const got = await post("/me/threads_publish", { creation_id: await create(text) });
    expect([got.status, got.error]).toEqual([503, "10"]);
    expect(sandbox.record.posts).toHaveLength(3);
  });

  test("heals when it is a passing one, and lasts until it is cleared when it is not", async () => {
    const { create, post, sandbox } = await aSandbox();
    const container = await create(text);
    const publish = async () => (await post("/me/threads_publish", { creation_id: container })).error;
    sandbox.faults.plan(faultPresets["publish-not-found"]);
    expect([await publish(), await publish(), await publish()]).toEqual(["24/4279009", "24/4279009", ""]);
    sandbox.faults.plan(faultPresets["publish-never-found"]);
    for (let n = 0; n < 5; n += 1) expect(await publish()).toBe("24/4279009");
    sandbox.faults.clear();
    expect(await publish()).toBe("");
  });

  test("that makes a container fail leaves the next one alone", async () => {
    const { create, status, sandbox, clock } = await aSandbox();
    sandbox.faults.plan({ ...faultPresets["container-error"], nth: 2 });
    const containers = [await create(text), await create(text), await create(text)];
    expect(await Promise.all(containers.map(status))).toEqual(["FINISHED", "ERROR", "FINISHED"]);
    expect(sandbox.record.calls.map(({ fault }) => fault).slice(0, 3)).toEqual([
      undefined,
      "container-error",
      undefined,
    ]);
    sandbox.faults.plan(faultPresets["container-stuck"]);
    const stuck = await create(text);
    clock.advance(day - 1);
    expect(await status(stuck)).toBe("IN_PROGRESS");
    clock.advance(1);
    expect(await status(stuck)).toBe("EXPIRED");
  });
});

describe("a planned fault in words", () => {
  const inWords = (plan: FaultPlan, seen = 0) => {
    const faults = new Faults();
    faults.plan(plan);
    for (let n = 0; n < seen; n += 1) faults.meet(plan.call);
    return faults.upcoming().map(describeFault);
  };

  test.each([
    [{ ...faultPresets["publish-cut-unheard"], nth: 3 }, 0, "third publish is cut off after it took effect"],
    [{ ...faultPresets["publish-cut-unheard"], nth: 3 }, 2, "next publish is cut off after it took effect"],
    [
      { ...faultPresets["publish-hang"], nth: 21 },
      0,
      "21st publish is left without an answer before it takes effect",
    ],
    [
      faultPresets["create-not-found"],
      0,
      "next container creation (2 in a row) is answered error 24/4279009 with HTTP 400",
    ],
    [
      faultPresets["create-not-found"],
      1,
      "next container creation is answered error 24/4279009 with HTTP 400",
    ],
    [faultPresets["publish-never-found"], 7, "every publish is answered error 24/4279009 with HTTP 400"],
    [
      { ...faultPresets["publish-never-found"], nth: 2 },
      0,
      "every publish from the second on is answered error 24/4279009 with HTTP 400",
    ],
    [
      { ...faultPresets["publish-late"], nth: 2 },
      0,
      "second publish is cut off, and takes effect 222 s later",
    ],
    [faultPresets["container-slow"], 0, "next container stays in progress for 3 min"],
    [faultPresets["post-vanishes"], 0, "next publish makes a post that vanishes after 30 s"],
  ] as const)("is counted from now: %j after %i calls", (plan, seen, words) => {
    expect(inWords(plan, seen)).toEqual([words]);
  });

  test("can be said of each that has a name", () => {
    for (const name of names) expect(inWords(faultPresets[name])[0], name).toMatch(/^(?:next|every) \w+ /);
    expect(new Set(names.map((name) => inWords(faultPresets[name])[0])).size).toBe(names.length);
  });
});
