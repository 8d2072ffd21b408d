import * as z from "zod";
import type { Moto } from "./moto.ts";

const contentSchema = z.object({
  components: z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
});

/** The test events that the Lambda console would offer for a function, by their names; none when none are saved. */
export function savedEventsIn(
  schemas: Awaited<ReturnType<Moto["schemas"]>>,
  functionName: string,
): Record<string, unknown> {
  // The console's own convention for events that are shared.
  const [, found] =
    Object.entries(schemas).find(([arn]) =>
      arn.endsWith(`:schema/lambda-testevent-schemas/_${functionName}-schema`),
    ) ?? [];
  if (found?.Content === undefined) return {};
  const { examples } = contentSchema.parse(JSON.parse(found.Content)).components;
  return Object.fromEntries(Object.entries(examples).map(([name, { value }]) => [name, value]));
}
