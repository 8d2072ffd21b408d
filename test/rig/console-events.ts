import * as z from "zod";
import type { DeployedStack } from "./deployed-stack.ts";

const schemaSchema = z.object({ SchemaName: z.string(), Content: z.string() });
const contentSchema = z.object({
  components: z.object({ examples: z.record(z.string(), z.object({ value: z.unknown() })) }),
});

/** The test events that the stack saves for a function, where the Lambda console looks for them; none when it saves none. */
export function savedEvents(stack: DeployedStack, functionName: string): Record<string, unknown> {
  const schemas = stack.resources("AWS::EventSchemas::Schema").map(({ properties }) => {
    return schemaSchema.parse(properties);
  });
  const found = schemas.find(({ SchemaName }) => SchemaName === `_${functionName}-schema`);
  if (found === undefined) return {};
  const { examples } = contentSchema.parse(JSON.parse(found.Content)).components;
  return Object.fromEntries(Object.entries(examples).map(([name, { value }]) => [name, value]));
}
