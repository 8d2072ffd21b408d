import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { place } from "../../test/rig/deployed-stack.ts";
import { LambdaProcess } from "../../test/rig/lambda-process.ts";
import type { RigClock } from "../../test/rig/rig-clock.ts";
import type { Contender } from "../interleave.ts";

/** Lends a contender that starts a function of one line, as large as the smallest of ours. */
export async function withEmptyFunction<Result>(
  clock: RigClock,
  use: (empty: Contender) => Promise<Result>,
): Promise<Result> {
  const taskRoot = mkdtempSync(join(tmpdir(), "feedloom-empty-"));
  writeFileSync(join(taskRoot, "index.mjs"), "export const handler = async () => ({});\n");
  const lambda = {
    name: "empty",
    arn: `arn:aws:lambda:${place.region}:${place.account}:function:empty`,
    taskRoot,
    handler: "index.handler",
    timeoutInSeconds: 30,
    memoryInMb: 256,
    logGroup: "empty",
    region: place.region,
    credentials: { accessKeyId: "ASIAEMPTY", secretAccessKey: "empty", sessionToken: "empty" },
    environment: {},
  };
  try {
    return await use(async () => {
      const process = await LambdaProcess.start(lambda, { clock, onLog: () => {} });
      const { functionError, durationInMs } = await process.invoke({});
      await process.kill();
      const { startInMs } = process;
      if (functionError !== undefined || startInMs === undefined)
        throw new Error("the empty function failed");
      return { start: startInMs, answer: durationInMs };
    });
  } finally {
    rmSync(taskRoot, { recursive: true, force: true });
  }
}
