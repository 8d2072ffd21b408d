import * as z from "zod";
import { awsStage } from "./aws-stage.ts";
import { startHistories } from "./histories.ts";
import { Line } from "./line.ts";
import { localStage } from "./local-stage.ts";
import { modes, pointSchema, type Stage, stagedHosts } from "./stage.ts";

/** What the sweep asks of a process that tries things for it. */
export const workSchema = z.discriminatedUnion("work", [
  z.object({ work: z.literal("open"), host: z.enum(stagedHosts) }),
  z.object({ work: z.literal("points") }),
  z.object({ work: z.literal("try"), point: pointSchema, mode: z.enum(modes) }),
  z.object({ work: z.literal("history"), seed: z.int() }),
]);
export type Work = z.input<typeof workSchema>;

const stages = { local: () => localStage(), aws: awsStage };
let stage: Stage | undefined;
let histories: Awaited<ReturnType<typeof startHistories>> | undefined;

async function answer(work: z.output<typeof workSchema>): Promise<unknown> {
  switch (work.work) {
    case "open":
      await stage?.close();
      stage = await stages[work.host]();
      return undefined;
    case "points":
      return stage?.points();
    case "try":
      return stage?.try(work.point, work.mode);
    case "history": {
      histories ??= await startHistories();
      return histories.run(work.seed);
    }
  }
}

new Line(process, (body) => answer(workSchema.parse(body)));
// Whoever started it is done with it, or ended in any other way.
process.once("disconnect", async () => {
  await Promise.all([stage?.close(), histories?.close()]);
  process.exit();
});
