import { it, type TestContext } from "vitest";

declare module "vitest" {
  interface TaskMeta {
    /** What was seen, for the table at the end. */
    seen?: string;
    /** And of each part of it. */
    parts?: string[];
  }
}

/** Steps that build on one another: after one that failed, the others are not tried, and do not count as done. */
export function stepByStep() {
  let failed: string | undefined;
  return (name: string, action: (context: TestContext) => Promise<string>, timeoutInSeconds = 100): void => {
    it(name, { timeout: timeoutInSeconds * 1000 }, async (context) => {
      if (failed !== undefined) return context.skip(`not tried: "${failed}" failed`);
      failed = name;
      context.task.meta.seen = await action(context);
      failed = undefined;
    });
  };
}
