import * as z from "zod";
import { type HostName, hosts } from "./counting-host.ts";
import { openStage, type Size, type Stage } from "./scenes.ts";
import { tallySchema } from "./tally.ts";

const countSchema = z.object({
  calls: tallySchema,
  /** DynamoDB's units; none on the local host. */
  readUnits: z.number(),
  writeUnits: z.number(),
  /** What the jobs logged themselves. */
  logBytes: z.number(),
  /** What the jobs waited of their own accord, on the virtual clock. */
  waitedInSeconds: z.number(),
});
export type Count = z.output<typeof countSchema>;

const sceneNames = [
  "unchanged tick",
  "new entry tick",
  "text post",
  "image post",
  "carousel post of 3",
  "token renewed",
  "token looked at",
  "unchanged tick, 200 feeds more",
  "unchanged tick, 10 accounts more",
] as const;
export type SceneName = (typeof sceneNames)[number];

export const countsSchema = z.record(z.enum(hosts), z.record(z.enum(sceneNames), countSchema));
export type Counts = z.output<typeof countsSchema>;

const one: Size = { feeds: 1, accounts: 1 };

/**
 * Plays each scene on each host and counts what is called. Everything in it is the same each time: the counts are kept in
 * `bench/calls.json`, and a test compares.
 */
export async function countCalls(): Promise<Counts> {
  return { local: await countHost("local"), aws: await countHost("aws") };
}

async function countHost(host: HostName): Promise<Record<SceneName, Count>> {
  const plain = await openStage(host, one, "link");
  const scenes = await withStage(plain, async () => {
    const unchanged = await counted(plain, () => plain.poll());
    const [added, posted] = await newEntry(plain);
    plain.clock.advance({ days: 1 });
    const lookedAt = await counted(plain, () => plain.refresh());
    plain.clock.advance({ days: 8 });
    const renewed = await counted(plain, () => plain.refresh());
    return {
      "unchanged tick": unchanged,
      "new entry tick": added,
      "text post": posted,
      "token renewed": renewed,
      "token looked at": lookedAt,
    };
  });
  const pictured = async (style: "image" | "carousel", pictures: number) => {
    const stage = await openStage(host, one, style);
    return withStage(stage, async () => (await newEntry(stage, stage.blog.pictureUrls(pictures)))[1]);
  };
  return {
    ...scenes,
    "image post": await pictured("image", 1),
    "carousel post of 3": await pictured("carousel", 3),
    "unchanged tick, 200 feeds more": await unchangedTick(host, { feeds: 201, accounts: 1 }),
    "unchanged tick, 10 accounts more": await unchangedTick(host, { feeds: 1, accounts: 11 }),
  };
}

/** An entry is written, found, and posted. */
async function newEntry(stage: Stage, pictureUrls: string[] = []): Promise<[tick: Count, post: Count]> {
  stage.clock.advance({ minutes: 10 });
  stage.blog.entries = [{ id: "new", title: "A new entry", pictureUrls }, ...stage.blog.entries];
  return [await counted(stage, () => stage.poll()), await counted(stage, () => stage.publish())];
}

async function unchangedTick(host: HostName, size: Size): Promise<Count> {
  const stage = await openStage(host, size, "link");
  return withStage(stage, () => counted(stage, () => stage.poll()));
}

async function counted(stage: Stage, action: () => Promise<void>): Promise<Count> {
  stage.counter.take();
  const begunAt = stage.clock.now().getTime();
  await action();
  return { ...stage.counter.take(), waitedInSeconds: (stage.clock.now().getTime() - begunAt) / 1000 };
}

async function withStage<Result>(stage: Stage, action: () => Promise<Result>): Promise<Result> {
  try {
    return await action();
  } finally {
    await stage.close();
  }
}
