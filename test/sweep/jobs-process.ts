import * as z from "zod";
import { Jobs, jobsSchema, tokenSchema } from "./jobs.ts";
import { Line } from "./line.ts";
import { SharedClock } from "./shared-clock.ts";

/** What the sweep asks of a process with the jobs in it. */
export const orderSchema = z.discriminatedUnion("order", [
  z.object({ order: z.literal("open"), parts: jobsSchema }),
  z.object({ order: z.literal("look") }),
  z.object({ order: z.literal("tick") }),
  z.object({ order: z.literal("connect"), token: tokenSchema }),
  z.object({ order: z.literal("release"), account: z.string() }),
  z.object({ order: z.literal("standings") }),
  z.object({ order: z.literal("calls") }),
  z.object({ order: z.literal("close") }),
]);
export type Order = z.input<typeof orderSchema>;

let open: Jobs | undefined;

async function obey(order: z.output<typeof orderSchema>): Promise<unknown> {
  if (order.order === "open") {
    open?.close();
    const clock = new SharedClock(order.parts.clockFile);
    open = new Jobs(order.parts, clock, async (method) => {
      await line.ask(method);
    });
    return undefined;
  }
  if (open === undefined) throw new Error("nothing is open");
  switch (order.order) {
    case "look":
      return open.look();
    case "tick":
      return open.tick();
    case "connect":
      return open.connect(order.token);
    case "release":
      return open.release(order.account);
    case "standings":
      return open.standings();
    case "calls":
      return open.calls;
    case "close":
      open.close();
      open = undefined;
      return undefined;
  }
}

const line = new Line(process, (body) => obey(orderSchema.parse(body)));
// Who started it may end in any way.
process.once("disconnect", () => process.exit());
