import { describe, expect, it } from "vitest";
import { afterPublish } from "../../functions/core/chain-life.ts";
import {
  type ContainerReading,
  containerMade,
  containerRead,
  containerRefused,
  type ReadingOutcome,
} from "../../functions/core/container-life.ts";
import type { Content } from "../../functions/core/content.ts";
import { settleInMs } from "../../functions/core/doubt-looks.ts";
import type { OpenLife, PostLife } from "../../functions/core/post.ts";
import { held, resumed } from "../../functions/core/post-life.ts";
import { askingToPublish, doubtRead, publishRefused } from "../../functions/core/publish-life.ts";
import type { ThreadsFault } from "../../functions/core/threads-fault.ts";
import { verdictOnCreate, verdictOnRead } from "../../functions/core/threads-verdict.ts";
import {
  aContainer,
  afterNoon,
  anEffort,
  aPending,
  aPublishing,
  aRefusal,
  empty500,
  noon,
  notSent,
  silence,
} from "../support/a-post.ts";

const content: Content = { kind: "text", text: "A title", linkAttachment: "https://blog.example/one" };
const withPicture = { kind: "image", text: "One", imageUrl: "https://blog.example/1.jpg" } as const;
const card = aRefusal(-1, 4279047);
const picture = aRefusal(1, 2207052);
const notThere = aRefusal(24, 4279009);
const throttle = aRefusal(613, 4279002);
const deadToken = aRefusal(190, 463);
const outage = aRefusal(1);
const unknown = aRefusal(987_654);

type Pending = ReturnType<typeof aPending>;
type Container = ReturnType<typeof aContainer>;
type Publishing = ReturnType<typeof aPublishing>;

const refusedAtCreate = (life: Pending, fault: ThreadsFault, made: Content = content, now = noon) =>
  containerRefused(life, verdictOnCreate(fault), fault, made, now);
type StatusReading = Extract<ContainerReading, { kind: "status" }>;
const says = (status: StatusReading["status"]): StatusReading => ({
  kind: "status",
  status,
});
/** Of a container whose post is not on the profile. */
const unlisted = (status: Parameters<typeof says>[0]): ContainerReading => ({
  kind: "status",
  status,
  isUnlisted: true,
});
const unreadable = (fault: ThreadsFault): ContainerReading => ({
  kind: "unreadable",
  fault,
  verdict: verdictOnRead(fault),
});

/** The life an outcome leads to; fails where it is to publish, or where it is out. */
function lifeOf(outcome: ReadingOutcome): PostLife {
  if (typeof outcome === "string") throw new Error(`the outcome is "${outcome}"`);
  return outcome.life;
}

function is<State extends PostLife["state"]>(
  life: PostLife,
  state: State,
): Extract<PostLife, { state: State }> {
  const isThat = (one: PostLife): one is Extract<PostLife, { state: State }> => one.state === state;
  if (!isThat(life)) throw new Error(`it is ${life.state}, not ${state}`);
  return life;
}

/** How long it waits, in seconds. */
const waits = (life: PostLife, now = noon) =>
  "notBefore" in life && life.notBefore !== undefined ? (life.notBefore.getTime() - now.getTime()) / 1000 : 0;

/** It is refused without a reason, so its neighbours tell. */
const isAside = (life: PostLife) => "effort" in life && life.effort.aside !== undefined;

/** Refuses the same thing again and again, each time when the post is due; how often until it steps aside, or is no longer in line. */
function refusedUntilTheEnd(fault: ThreadsFault, from: Pending = aPending(), atMost = 200) {
  let life: PostLife = from;
  let now = noon;
  const waitsInSeconds: number[] = [];
  while (life.state === "pending" && !isAside(life) && waitsInSeconds.length < atMost) {
    life = refusedAtCreate(life, fault, content, now).life;
    waitsInSeconds.push(waits(life, now));
    if (!isAside(life)) now = new Date(now.getTime() + waits(life, now) * 1000);
  }
  return { life, waitsInSeconds, tookInHours: (now.getTime() - noon.getTime()) / 3_600_000 };
}

describe("a container that was made", () => {
  it("is written down with its content, and counts", () => {
    const life = aPending({
      effort: anEffort({ containers: 1, refusals: 4, without: ["card"] }),
      notBefore: noon,
      waitsFor: "something",
    });
    expect(containerMade(life, "17", { content, rest: [] }, noon)).toEqual({
      state: "container",
      containerId: "17",
      content,
      madeAt: noon,
      effort: { containers: 2, refusals: 0, without: ["card"] },
    });
  });
});

describe("a container that Threads refuses to make", () => {
  it("is tried again, ever later, and steps aside at the fourth refusal, after some three minutes", () => {
    const { life, waitsInSeconds, tookInHours } = refusedUntilTheEnd(unknown);
    expect(waitsInSeconds).toEqual([5, 30, 120, 600]);
    expect(tookInHours * 60).toBeCloseTo(2.6, 1);
    expect(life).toMatchObject({
      state: "pending",
      effort: { aside: { step: "create", code: "987654", words: "Meta's words", times: 1 } },
    });
  });

  it("is tried again for as long as it takes where nothing was refused: the network is nobody's fault", () => {
    for (const fault of [silence, notSent]) {
      const { life, waitsInSeconds } = refusedUntilTheEnd(fault);
      expect(life.state).toBe("pending");
      expect(Math.min(...waitsInSeconds)).toBeGreaterThan(0);
      expect(Math.max(...waitsInSeconds)).toBeLessThanOrEqual(3600);
    }
  });

  it("counts no container", () => {
    expect(is(refusedAtCreate(aPending(), unknown).life, "pending").effort.containers).toBe(0);
  });

  it("fails with Meta's number and words where it never will be taken", () => {
    expect(refusedAtCreate(aPending(), aRefusal(506)).life).toEqual({
      state: "failed",
      reason: "506",
      words: "Meta's words",
      at: noon,
    });
  });

  it.each([
    [3, 900],
    [40, 2400],
    [9000, 86_400],
  ])("waits as long as Threads says that it takes, %i minutes, within a day", (regainInMinutes, seconds) => {
    expect(waits(refusedAtCreate(aPending(), { ...throttle, regainInMinutes }).life)).toBe(seconds);
  });

  it("waits a quarter of an hour, and counts nothing, where Threads asks to slow down", () => {
    const { life } = refusedAtCreate(aPending({ effort: anEffort({ refusals: 7 }) }), throttle);
    expect([waits(life), is(life, "pending").effort.refusals]).toEqual([900, 7]);
  });

  it.each([
    ["reauthorize", deadToken],
    ["reauthorize", aRefusal(10)],
    ["restricted", aRefusal(368)],
  ])("stays as it was, and says that the account must %s", (trouble, fault) => {
    const life = aPending({ effort: anEffort({ refusals: 2, warned: "368" }) });
    expect(refusedAtCreate(life, fault)).toMatchObject({ life, trouble });
  });

  it("is asked for once more, a minute later, before a restriction is believed", () => {
    const once = refusedAtCreate(aPending(), aRefusal(368));
    expect([waits(once.life), once.trouble]).toEqual([60, undefined]);
    expect(refusedAtCreate(is(once.life, "pending"), aRefusal(200)).trouble).toBeUndefined();
    expect(refusedAtCreate(is(once.life, "pending"), aRefusal(368)).trouble).toBe("restricted");
  });

  it("is asked for with the card once more, a minute later, then without it", () => {
    const once = refusedAtCreate(aPending(), card);
    expect(waits(once.life)).toBe(60);
    expect(is(once.life, "pending").effort.without).toEqual([]);
    const twice = is(refusedAtCreate(is(once.life, "pending"), card).life, "pending");
    expect(twice.effort).toMatchObject({ containers: 0, refusals: 0, without: ["card"] });
    expect(waits(twice)).toBe(0);
  });

  it("is asked for without the picture in the end, which is known by its address", () => {
    let life: PostLife = aPending();
    for (let time = 0; time < 4 && is(life, "pending").effort.without.length === 0; time += 1)
      life = refusedAtCreate(is(life, "pending"), picture, withPicture).life;
    expect(is(life, "pending").effort).toMatchObject({
      refusals: 0,
      without: ["picture"],
      unusable: [withPicture.imageUrl],
    });
  });

  it.each([
    ["code 1", outage],
    ["code 2", aRefusal(2)],
    ["an empty 500", empty500],
    ["a number never seen with HTTP 500", { ...unknown, httpStatus: 500 }],
  ])("is waited for longer than any outage where the fault is Meta's own: %s", (_, fault) => {
    const { life, tookInHours } = refusedUntilTheEnd(fault);
    expect(isAside(life)).toBe(true);
    expect(tookInHours).toBeGreaterThan(36);
    expect(tookInHours).toBeLessThan(39);
  });

  // It was composed anew from the start, and what was out of the chain went out again.
  it.each([
    ["the card", card],
    ["the picture", picture],
  ])("for a later part of a chain never starts the chain anew, whatever is refused: %s", (_, fault) => {
    const chain = { rest: [content], sent: [{ mediaId: "1" }] };
    let life: PostLife = aPending({ chain });
    for (let time = 0; time < 20 && life.state === "pending"; time += 1) {
      expect(life.chain).toEqual(chain);
      life = refusedAtCreate(life, fault, content).life;
    }
    expect(life).toMatchObject({ state: "pending", chain });
    expect(isAside(life)).toBe(true);
  });

  it.each([
    ["the card", card, "card"],
    ["the picture", picture, "picture"],
  ] satisfies [string, ThreadsFault, "card" | "picture"][])(
    "steps aside where %s is refused although it was left out",
    (_, fault, part) => {
      const { life } = refusedUntilTheEnd(fault, aPending({ effort: anEffort({ without: [part] }) }));
      expect(isAside(life)).toBe(true);
    },
  );

  it("remembers all that was left out, in the order it was given up", () => {
    const once = refusedAtCreate(aPending({ effort: anEffort({ without: ["picture"] }) }), card).life;
    const twice = refusedAtCreate(is(once, "pending"), card).life;
    expect(is(twice, "pending").effort.without).toEqual(["picture", "card"]);
  });

  it.each([
    ["of 500 bytes", "a".repeat(500), []],
    ["of 501 bytes", `${"a".repeat(498)}’`, ["length"]],
  ])("is asked for with a shorter text only where that could help: %s", (_, text, without) => {
    const { life } = refusedAtCreate(aPending(), aRefusal(100), { kind: "text", text });
    expect(is(life, "pending").effort.without).toEqual(without);
  });

  it("is refused like any other where the text was shortened before", () => {
    const life = aPending({ effort: anEffort({ without: ["length"] }) });
    const { life: next } = refusedAtCreate(life, aRefusal(100), { kind: "text", text: "’".repeat(300) });
    expect(is(next, "pending").effort).toMatchObject({ refusals: 1, without: ["length"] });
  });
});

describe("asking to publish", () => {
  it("is written down before the call, without what it waited for", () => {
    const life = aContainer({ notBefore: noon, waitsFor: "Threads" });
    const now = afterNoon({ seconds: 5 });
    expect(askingToPublish(life, now)).toEqual({ ...aPublishing({ askedAt: now }) });
  });

  it("again keeps since when it is in doubt, and forgets the last answer", () => {
    const life = aPublishing({ doubtfulSince: noon, isNotYetThere: true, notBefore: noon, waitsFor: "…" });
    const now = afterNoon({ minutes: 9 });
    expect(askingToPublish(life, now)).toEqual(aPublishing({ doubtfulSince: noon, askedAt: now }));
  });

  it("of a container is no doubt yet", () => {
    expect(askingToPublish(aContainer(), noon)).not.toHaveProperty("doubtfulSince");
  });
});

describe("a publish that did not say it worked", () => {
  it.each([
    ["no answer", silence],
    ["an empty 500", empty500],
    ["code 1", outage],
    ["code 2", aRefusal(2)],
    ["code 10, seen for posts that were live", aRefusal(10)],
    ["code 100", aRefusal(100)],
    ["not there yet", notThere],
    ["a number never seen", aRefusal(987_654)],
  ])("is a doubt, to be read and never posted anew: %s", (_, fault) => {
    const { life, trouble } = publishRefused(aPublishing(), fault, noon);
    expect(life).toMatchObject({
      state: "publishing",
      containerId: "17",
      doubtfulSince: noon,
      askedAt: noon,
    });
    expect([waits(life), trouble]).toEqual([5, undefined]);
  });

  it("is in doubt since the first time, however often", () => {
    const again = publishRefused(aPublishing({ doubtfulSince: noon }), silence, afterNoon({ hours: 1 }));
    expect(is(again.life, "publishing").doubtfulSince).toEqual(noon);
  });

  it("is read ever later, at most ten minutes on", () => {
    const waitsAfter = [0, 1, 2, 3, 4, 50].map((refusals) =>
      waits(publishRefused(aPublishing({ effort: anEffort({ refusals }) }), silence, noon).life),
    );
    expect(waitsAfter).toEqual([5, 30, 120, 600, 600, 600]);
  });

  it("notes whether Threads said that the container is not there yet", () => {
    const said = [notThere, silence].map(
      (fault) => is(publishRefused(aPublishing(), fault, noon).life, "publishing").isNotYetThere,
    );
    expect(said).toEqual([true, false]);
  });

  it("is a doubt also where Threads asks to slow down, and is read when that is over", () => {
    const { life } = publishRefused(aPublishing(), throttle, noon);
    expect(life).toMatchObject({ state: "publishing", containerId: "17", doubtfulSince: noon });
    expect(waits(life)).toBe(900);
  });

  it("is certain not to be out where no connection was made, and is asked for again without end", () => {
    const { life } = publishRefused(aPublishing({ effort: anEffort({ refusals: 90 }) }), notSent, noon);
    expect(life).toMatchObject({ state: "container", containerId: "17" });
    expect(waits(life)).toBeGreaterThan(0);
  });

  it.each([
    ["reauthorize", deadToken],
    ["restricted", aRefusal(200)],
  ])("says that the account must %s, the container kept", (trouble, fault) => {
    const life = aPublishing({ effort: anEffort({ warned: "200" }) });
    expect(publishRefused(life, fault, noon)).toMatchObject({
      life: { state: "publishing", containerId: "17", doubtfulSince: noon },
      trouble,
    });
  });
});

describe("a container that was not asked to be published", () => {
  it.each([
    ["FINISHED", "publish"],
    ["PUBLISHED", "is-out"],
  ] satisfies [Parameters<typeof says>[0], string][])("that is %s: %s", (status, outcome) => {
    expect(containerRead(aContainer(), says(status), noon)).toBe(outcome);
  });

  it.each([
    ["two seconds after a moment", { seconds: 1 }, 2],
    ["half its age later", { seconds: 30 }, 15],
    ["a minute later at most", { minutes: 10 }, 60],
    ["a minute later still at an hour", { hours: 1 }, 60],
  ])("that is in progress is read again %s", (_, age, seconds) => {
    const now = afterNoon(age);
    const life = lifeOf(containerRead(aContainer(), says("IN_PROGRESS"), now));
    expect([life.state, waits(life, now)]).toEqual(["container", seconds]);
  });

  it("that is in progress for more than an hour is made anew", () => {
    const life = lifeOf(containerRead(aContainer(), says("IN_PROGRESS"), afterNoon({ hours: 1, ms: 1 })));
    expect(life).toMatchObject({ state: "pending", effort: { containers: 1, refusals: 0 } });
  });

  it.each(["ERROR", "EXPIRED"] as const)("that is %s is made anew a minute later", (status) => {
    const effort = anEffort({ refusals: 3, without: ["card"] });
    const life = lifeOf(containerRead(aContainer({ effort }), says(status), noon));
    expect(life).toMatchObject({
      state: "pending",
      effort: { containers: 1, refusals: 0, without: ["card"] },
      waitsFor: `Threads says ${status}`,
    });
    expect(waits(life)).toBe(60);
  });

  it.each([
    [1, false],
    [2, false],
    [3, true],
  ])("is followed by another after %i; after three it steps aside", (containers, aside) => {
    const effort = anEffort({ containers });
    expect(isAside(lifeOf(containerRead(aContainer({ effort }), says("ERROR"), noon)))).toBe(aside);
  });

  it.each([
    [1, []],
    [2, ["picture"]],
  ])(
    "of a picture that failed %i times is made anew, the third time without it: %j",
    (containers, without) => {
      const life = aContainer({
        content: { kind: "image", text: "One", imageUrl: "https://blog.example/1.jpg" },
        effort: anEffort({ containers }),
      });
      expect(is(lifeOf(containerRead(life, says("ERROR"), noon)), "pending").effort.without).toEqual(without);
    },
  );

  it("of a text that failed twice is made anew without the card", () => {
    const life = aContainer({ content, effort: anEffort({ containers: 2 }) });
    expect(is(lifeOf(containerRead(life, says("ERROR"), noon)), "pending").effort.without).toEqual(["card"]);
  });

  it("steps aside with what Threads said of the third", () => {
    const reading: ContainerReading = {
      kind: "status",
      status: "ERROR",
      errorMessage: "INVALID_ASPEC_RATIO",
    };
    const effort = anEffort({ containers: 3 });
    expect(is(lifeOf(containerRead(aContainer({ effort }), reading, noon)), "pending").effort.aside).toEqual({
      step: "publish",
      code: "container",
      words: "Threads says ERROR (INVALID_ASPEC_RATIO); 3 containers were made",
      since: noon,
      at: noon,
      times: 1,
    });
  });

  it("that Threads does not know any more is made anew: it cannot be out", () => {
    expect(lifeOf(containerRead(aContainer(), unreadable(aRefusal(100, 33)), noon)).state).toBe("pending");
  });

  it.each([
    ["no answer", silence],
    ["an empty 500", empty500],
    ["code 2", aRefusal(2)],
    ["a throttle", throttle],
  ])("that cannot be read is kept and read again: %s", (_, fault) => {
    const life = lifeOf(containerRead(aContainer(), unreadable(fault), noon));
    expect(life).toMatchObject({ state: "container", containerId: "17" });
    expect(waits(life)).toBeGreaterThan(0);
  });

  it("says that the owner must connect again where the token is dead", () => {
    expect(containerRead(aContainer(), unreadable(deadToken), noon)).toMatchObject({
      life: aContainer(),
      trouble: "reauthorize",
    });
  });
});

describe("a doubt", () => {
  const askedAt = afterNoon({ minutes: 10 });
  const since = afterNoon({ minutes: 1 });
  const doubt = (named: Partial<Publishing> = {}) => aPublishing({ askedAt, doubtfulSince: since, ...named });
  /** Five minutes before `later`, the profile included. */
  const seen = { first: { ours: askedAt }, times: 1, unlisted: { ours: askedAt } };
  const later = afterNoon({ minutes: 15 });

  it("is settled by PUBLISHED, whatever was refused before", () => {
    expect(doubtRead(doubt(), says("PUBLISHED"), askedAt)).toBe("is-out");
    expect(doubtRead(doubt({ isNotYetThere: true }), says("PUBLISHED"), askedAt)).toBe("is-out");
  });

  it("is five minutes: the longest publish seen took 222 seconds", () => {
    expect(settleInMs).toBe(300_000);
  });

  it("with a finished container is left alone until five minutes after it was first read", () => {
    const life = is(lifeOf(doubtRead(doubt(), says("FINISHED"), askedAt)), "publishing");
    expect(life).toMatchObject({ doubtfulSince: since, notBefore: afterNoon({ minutes: 15 }) });
    const early = lifeOf(doubtRead(life, says("FINISHED"), afterNoon({ minutes: 15, seconds: -2 })));
    expect(early).toMatchObject({ state: "publishing", notBefore: afterNoon({ minutes: 15 }) });
    expect(doubtRead(life, says("FINISHED"), afterNoon({ minutes: 15 }))).toBe("publish");
  });

  it("that a crash left, with nothing noted, waits five minutes from its first reading, and is in doubt since it asked", () => {
    const crashed = aPublishing({ askedAt });
    const life = is(lifeOf(doubtRead(crashed, says("FINISHED"), afterNoon({ hours: 2 }))), "publishing");
    expect(life).toMatchObject({ doubtfulSince: askedAt, notBefore: afterNoon({ hours: 2, minutes: 5 }) });
    expect(doubtRead(crashed, says("PUBLISHED"), askedAt)).toBe("is-out");
  });

  it("because the container was not there yet waits like any other: the post may come late", () => {
    const life = doubt({ isNotYetThere: true, effort: anEffort({ refusals: 1 }) });
    expect(lifeOf(doubtRead(life, says("FINISHED"), afterNoon({ minutes: 10, seconds: 5 })))).toMatchObject({
      state: "publishing",
      notBefore: afterNoon({ minutes: 15, seconds: 5 }),
    });
  });

  it.each([
    [1, "publish"],
    [4, "publish"],
    [5, "pending"],
  ])("because the finished container was not there, %i times: %s", (refusals, outcome) => {
    const life = doubt({ isNotYetThere: true, effort: anEffort({ refusals }), seen });
    const read = doubtRead(life, unlisted("FINISHED"), later);
    expect(typeof read === "string" ? read : read.life.state).toBe(outcome);
  });

  it("because no container is ever there steps aside after three of them", () => {
    const effort = anEffort({ containers: 3, refusals: 5 });
    const life = lifeOf(doubtRead(doubt({ isNotYetThere: true, effort, seen }), unlisted("FINISHED"), later));
    expect(life).toMatchObject({ state: "pending", effort: { aside: { code: "container" } } });
  });

  it("with a container in progress waits a minute, and stays a doubt", () => {
    const life = lifeOf(doubtRead(doubt(), says("IN_PROGRESS"), askedAt));
    expect(life).toMatchObject({ state: "publishing", doubtfulSince: since });
    expect(waits(life, askedAt)).toBe(60);
  });

  // One reading said ERROR, or EXPIRED of a container minutes old, and the post was out: it was posted again.
  it.each(["ERROR", "EXPIRED"] as const)(
    "with a container that is once called %s is looked at again",
    (status) => {
      for (const reading of [says(status), unlisted(status)]) {
        const life = is(lifeOf(doubtRead(doubt(), reading, askedAt)), "publishing");
        expect(life).toMatchObject({
          containerId: "17",
          doubtfulSince: since,
          notBefore: afterNoon({ minutes: 15 }),
        });
        expect(doubtRead(life, says("FINISHED"), later)).toBe("publish");
        expect(doubtRead(life, says("PUBLISHED"), later)).toBe("is-out");
      }
    },
  );

  it.each(["ERROR", "EXPIRED"] as const)(
    "with a container that is still %s is made anew when the profile was looked at twice and does not have it",
    (status) => {
      expect(lifeOf(doubtRead(doubt({ seen }), unlisted(status), later))).toMatchObject({
        state: "pending",
        effort: { containers: 1, refusals: 0 },
      });
      expect(lifeOf(doubtRead(doubt({ seen }), says(status), later)).state).toBe("publishing");
      const once = { first: seen.first, times: 1 };
      const life = is(lifeOf(doubtRead(doubt({ seen: once }), unlisted(status), later)), "publishing");
      expect(life.seen?.unlisted).toEqual({ ours: later });
      expect(waits(life, later)).toBeGreaterThan(60);
    },
  );

  it("with the third container EXPIRED steps aside", () => {
    const effort = anEffort({ containers: 3 });
    expect(isAside(lifeOf(doubtRead(doubt({ effort, seen }), unlisted("EXPIRED"), later)))).toBe(true);
  });

  // A laptop that slept, or NTP: the five minutes were over at once, and the second request ran beside the first.
  it.each([
    ["ahead by a day", { days: 1 }],
    ["ahead by ten minutes", { minutes: 20 }],
  ])("does not settle by our clock's step %s: Meta's own clock counts", (_, step) => {
    const at = (minutes: number) => ({ at: afterNoon({ minutes: minutes - 3 }) });
    const life = is(lifeOf(doubtRead(doubt(), { ...says("FINISHED"), ...at(10) }, askedAt)), "publishing");
    const soon = lifeOf(doubtRead(life, { ...says("FINISHED"), ...at(11) }, afterNoon(step)));
    expect(soon.state).toBe("publishing");
    expect(waits(soon, afterNoon(step))).toBe(240);
    expect(doubtRead(is(soon, "publishing"), { ...says("FINISHED"), ...at(15) }, later)).toBe("publish");
  });

  it("settles by Meta's clock where ours was set back", () => {
    const life = doubt({ seen: { first: { ours: askedAt, metas: askedAt }, times: 1 } });
    const reading = { ...says("FINISHED"), at: later };
    expect(doubtRead(life, reading, afterNoon({ days: -30 }))).toBe("publish");
  });

  it("settles after six looks, each of which was waited for, where Meta's clock stands still", () => {
    let life = doubt();
    let looks = 0;
    for (let now = askedAt; ; now = life.notBefore ?? now) {
      const outcome = doubtRead(life, { ...says("FINISHED"), at: noon }, now);
      looks += 1;
      if (outcome === "publish") break;
      life = is(lifeOf(outcome), "publishing");
    }
    expect(looks).toBe(7);
  });

  it.each([
    ["no answer", silence],
    ["code 2", aRefusal(2)],
    ["no such object", aRefusal(100, 33)],
    ["no permission", aRefusal(10)],
    ["a throttle", throttle],
    ["not there yet", notThere],
  ])("that cannot be read stays a doubt, never a new container: %s", (_, fault) => {
    const life = lifeOf(doubtRead(doubt(), unreadable(fault), askedAt));
    expect(life).toMatchObject({ state: "publishing", containerId: "17", doubtfulSince: since });
    expect(waits(life, askedAt)).toBeGreaterThan(0);
  });

  it("that cannot be read is looked at ever more rarely, at most hourly", () => {
    const waitsAfter = [0, 1, 2, 3, 4, 5, 6, 90].map((refusals) => {
      const life = doubt({ effort: anEffort({ refusals }) });
      return waits(lifeOf(doubtRead(life, unreadable(silence), askedAt)), askedAt);
    });
    expect(waitsAfter).toEqual([5, 30, 120, 600, 1800, 3600, 3600, 3600]);
  });

  it.each([
    ["for exactly three days waits on", { days: 3, minutes: 1 }, "publishing"],
    ["for more than three days is held for its owner", { days: 3, minutes: 1, ms: 1 }, "held"],
  ])("that cannot be read %s", (_, at, state) => {
    const life = doubt({ effort: anEffort({ refusals: 40 }) });
    expect(lifeOf(doubtRead(life, unreadable(aRefusal(100, 33)), afterNoon(at))).state).toBe(state);
  });

  // A step of the clock by a month, and the first reading that failed held it.
  it("that could not be read once is not held for days that only our clock knows of", () => {
    expect(lifeOf(doubtRead(doubt(), unreadable(silence), afterNoon({ days: 30 }))).state).toBe("publishing");
  });

  it("that is held says what to do, and keeps where it stood", () => {
    const unread = doubt({ effort: anEffort({ refusals: 40 }) });
    const life = is(lifeOf(doubtRead(unread, unreadable(silence), afterNoon({ days: 4 }))), "held");
    expect(life.reason).toBe("outcome-unknown");
    expect(life.words).toMatch(/look at the profile, then release or drop it$/);
    expect(life.resumeAs).toEqual(unread);
  });

  it.each([
    ["reauthorize", deadToken],
    ["restricted", aRefusal(368)],
  ])("stays as it is where the account must %s, even after three days", (trouble, fault) => {
    const life = doubt({ effort: anEffort({ warned: "368" }) });
    expect(doubtRead(life, unreadable(fault), afterNoon({ days: 4 }))).toMatchObject({
      life,
      trouble,
    });
  });
});

describe("a post that is out", () => {
  it.each([
    [
      "with what could be learned",
      { mediaId: "18", permalink: "https://www.threads.com/@bronzfronz/post/x" },
    ],
    ["without a media id where none was found", {}],
  ])("is written down %s", (_, found) => {
    const life = aPublishing({ effort: anEffort({ without: ["card"] }), doubtfulSince: noon });
    expect(afterPublish(life, found, noon)).toEqual({
      state: "published",
      publishedAt: noon,
      containerId: "17",
      without: ["card"],
      ...found,
    });
  });
});

describe("a post that is held", () => {
  it.each([
    [
      "in line",
      aPending({ effort: anEffort({ refusals: 3, without: ["card"] }), notBefore: noon, waitsFor: "…" }),
    ],
    ["with a container", aContainer({ notBefore: noon, waitsFor: "…" })],
    ["in doubt", aPublishing({ doubtfulSince: noon, isNotYetThere: true, notBefore: noon, waitsFor: "…" })],
    ["asked for when we died", aPublishing()],
  ] satisfies [string, OpenLife][])("goes on where it stood, at once and with patience: %s", (_, life) => {
    const { notBefore: _before, waitsFor: _for, ...open } = life;
    expect(resumed(life, afterNoon({ days: 9 }))).toEqual({
      ...open,
      effort: { ...life.effort, refusals: 0 },
      ...(life.state === "publishing" ? { doubtfulSince: afterNoon({ days: 9 }) } : {}),
    });
  });

  it("in doubt is read when it is released, not posted", () => {
    const life = resumed(aPublishing({ doubtfulSince: noon }), noon);
    expect(life).toMatchObject({ state: "publishing", containerId: "17" });
  });

  // Released or connected again after days, one reading that failed held it once more.
  it("in doubt for days is given three more from its release on", () => {
    const released = is(resumed(aPublishing({ doubtfulSince: noon }), afterNoon({ days: 9 })), "publishing");
    const tried = { ...released, effort: anEffort({ refusals: 40 }) };
    const read = (at: Date) => lifeOf(doubtRead(tried, unreadable(silence), at)).state;
    expect(read(afterNoon({ days: 9, minutes: 1 }))).toBe("publishing");
    expect(read(afterNoon({ days: 13 }))).toBe("held");
  });

  it("after refusals to publish it is asked for anew", () => {
    const refused = { times: 8, code: "100", words: "…", means: "never" } as const;
    const seen = { first: { ours: noon }, times: 1 };
    const life = is(resumed(aPublishing({ refused, seen }), afterNoon({ days: 1 })), "publishing");
    expect(doubtRead(life, says("FINISHED"), afterNoon({ days: 1 }))).toBe("publish");
  });
});

/** A publish that is always refused like this, of a container that is always found finished; each step when it is due. */
function alwaysRefusedAtPublish(fault: ThreadsFault, hours: number) {
  let life: Container | Publishing | Pending = aContainer({ content });
  let now = noon;
  let asked = 0;
  while (now < afterNoon({ hours })) {
    if (life.state === "pending") return { life, asked, now };
    const outcome: ReadingOutcome =
      life.state === "publishing" ? doubtRead(life, unlisted("FINISHED"), now) : "publish";
    let next: PostLife;
    if (outcome === "publish") {
      asked += 1;
      next = publishRefused(askingToPublish(life, now), fault, now).life;
    } else if (typeof outcome !== "string" && outcome.trouble !== undefined) {
      // The publisher sets it aside with all that its account has in line.
      next = held("reconnect", outcome.words ?? "", life, now);
    } else next = lifeOf(outcome);
    if (next.state !== "pending" && next.state !== "container" && next.state !== "publishing")
      return { life: next, asked, now };
    life = next;
    now = new Date(Math.max(now.getTime() + 1, next.notBefore?.getTime() ?? 0));
  }
  return { life, asked, now };
}

describe("a finished container whose publish is never answered", () => {
  it("is asked for from the same container, every five minutes, and never made anew", () => {
    const { life, asked } = alwaysRefusedAtPublish(silence, 1);
    expect(life).toMatchObject({ state: "publishing", containerId: "17", doubtfulSince: noon });
    expect(asked).toBeLessThanOrEqual(13);
  });
});

describe("what once went wrong", () => {
  // The waits of an outage filled the count of refusals: the first code 1 after it made the post fail.
  it("an outage of the network costs a post none of its tries", () => {
    let life: PostLife = aPending();
    for (let hour = 0; hour < 12; hour += 1) life = refusedAtCreate(is(life, "pending"), silence).life;
    expect(refusedUntilTheEnd(unknown, is(life, "pending")).waitsInSeconds).toHaveLength(4);
  });

  // The tries of an outage filled it likewise: a single other refusal behind it made the post fail.
  it("an outage that Threads owns up to costs a post none of its tries, and they cost it no hour of that", () => {
    const often = (fault: ThreadsFault, from: Pending) => {
      let life = from;
      for (let hour = 0; hour < 3; hour += 1)
        life = is(refusedAtCreate(life, fault, content, afterNoon({ hours: hour })).life, "pending");
      return life;
    };
    const after = often(unknown, often(outage, aPending()));
    expect(after.effort.refusals).toBe(3);
    expect(isAside(refusedAtCreate(after, unknown, content).life)).toBe(true);
    expect(refusedUntilTheEnd(outage, after).tookInHours).toBeGreaterThan(36);
  });

  // ... and the first "not there yet" after unreadable readings gave the container up.
  it("a container that was not there yet once is not given up for readings that failed", () => {
    const once = publishRefused(aPublishing(), notThere, noon).life;
    let life = is(once, "publishing");
    for (let time = 0; time < 6; time += 1)
      life = is(lifeOf(doubtRead(life, unreadable(silence), afterNoon({ minutes: time }))), "publishing");
    expect(
      doubtRead(
        { ...life, seen: { first: { ours: noon }, times: 1 } },
        says("FINISHED"),
        afterNoon({ hours: 1 }),
      ),
    ).toBe("publish");
  });

  // An unanswered publish, found FINISHED after five minutes, asked again, now throttled: the first request was forgotten,
  // "100/33" then made a new container, and if the first request did go out, the entry stood on Threads twice.
  it.each([
    ["a throttle", throttle],
    ["no connection", notSent],
    ["a dead token", deadToken],
    ["a restriction", aRefusal(368)],
  ])("a doubt is not forgotten by a clear refusal of the next request: %s", (_, fault) => {
    const asking = askingToPublish(aPublishing({ doubtfulSince: noon }), afterNoon({ minutes: 5 }));
    const { life } = publishRefused(asking, fault, afterNoon({ minutes: 6 }));
    expect(life).toMatchObject({ state: "publishing", doubtfulSince: noon });
  });

  // As clients report: at create *or* publish; a new container after half a minute, else without the card. It was asked for
  // every five minutes until the container expired, three days in all, and then failed; the account's line stood still.
  it("a card that is refused only at publishing is left out, within the hour", () => {
    const { life, now } = alwaysRefusedAtPublish(card, 72);
    expect(now.getTime()).toBeLessThanOrEqual(afterNoon({ hours: 1 }).getTime());
    expect(life.state).toBe("pending");
  });

  // Permanent, and the container is read as FINISHED, so it is not out: 146 requests a day until it expired, three times.
  it.each([
    ["no permission", aRefusal(10)],
    ["no access tier", aRefusal(10, 4279067)],
    ["a parameter", aRefusal(100)],
    ["a duplicate", aRefusal(506)],
  ])("a publish that is clearly refused, over and over, ends or steps aside: %s", (_, fault) => {
    const { life, asked } = alwaysRefusedAtPublish(fault, 24);
    expect(asked).toBeLessThanOrEqual(30);
    expect(["held", "failed", "aside"]).toContain(isAside(life) ? "aside" : life.state);
  });

  // As clients report: a new try with delay, two or three times (a client saw the same picture taken 40 s later).
  it("a picture that could not be fetched once is asked for again", () => {
    const withPicture: Content = { kind: "image", text: "One", imageUrl: "https://blog.example/1.jpg" };
    const { life } = refusedAtCreate(aPending(), picture, withPicture);
    expect(is(life, "pending").effort.without).toEqual([]);
    expect(waits(life)).toBeGreaterThanOrEqual(40);
  });

  // Eight refusals, of an hour in all, made it fail: an outage of an afternoon cost one post after the other.
  it.each([
    ["code 1", outage],
    ["code 2", aRefusal(2)],
    ["a number never seen with HTTP 500", { ...unknown, httpStatus: 500 }],
  ])("a publish is asked for for a day where the fault is Meta's own: %s", (_, fault) => {
    expect(alwaysRefusedAtPublish(fault, 24).life).toMatchObject({ state: "publishing", containerId: "17" });
  });

  it("of a container that expired in an outage of publishing the words say what was refused", () => {
    const refused = {
      times: 90,
      code: "2",
      words: "Service temporarily unavailable",
      means: "outage",
    } as const;
    const seen = { first: { ours: noon }, times: 1, unlisted: { ours: noon } };
    const life = aPublishing({ refused, seen, effort: anEffort({ containers: 3 }) });
    expect(
      is(lifeOf(doubtRead(life, unlisted("EXPIRED"), afterNoon({ hours: 1 }))), "pending").effort.aside
        ?.words,
    ).toMatch(/EXPIRED, and before did not publish it \(2: Service temporarily unavailable\); 3 containers/);
  });

  // It failed with code 10; a connect with all permissions is what it takes.
  it("a permission that is missing only at publishing says so of the account, and costs no post", () => {
    const refused = { times: 8, code: "10", words: "no permission", means: "permission" } as const;
    const seen = { first: { ours: noon }, times: 1 };
    expect(doubtRead(aPublishing({ refused, seen }), says("FINISHED"), afterNoon({ hours: 1 }))).toEqual({
      life: aPublishing({ seen }),
      trouble: "reauthorize",
      words: "10: no permission",
    });
  });

  it("refusals that differ are not counted together", () => {
    const seven = { times: 7, code: "1", words: "…", means: "outage" } as const;
    const { life } = publishRefused(aPublishing({ refused: seven }), unknown, noon);
    expect(is(life, "publishing").refused).toMatchObject({ times: 1, code: "987654", means: "never" });
  });

  // It was given up at its first refusal where something else had been refused before.
  it("a card has its second try also after another refusal", () => {
    const life = is(refusedAtCreate(aPending(), unknown).life, "pending");
    expect(is(refusedAtCreate(life, card).life, "pending").effort.without).toEqual([]);
  });
});
