import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { LambdaProcess } from "../rig/lambda-process.ts";
import { RigClock } from "../rig/rig-clock.ts";

/** A process with this code in `index.mjs`, and nothing of Feedloom's. */
async function aProcess(code: string, timeoutInSeconds = 5) {
  const taskRoot = mkdtempSync(join(tmpdir(), "feedloom-code-"));
  writeFileSync(join(taskRoot, "index.mjs"), code);
  const clock = new RigClock();
  const logs: string[] = [];
  const lambda = await LambdaProcess.start(
    {
      name: "a-function",
      arn: "arn:aws:lambda:eu-west-1:123456789012:function:a-function",
      taskRoot,
      handler: "index.handler",
      timeoutInSeconds,
      memoryInMb: 128,
      logGroup: "a-group",
      region: "eu-west-1",
      credentials: { accessKeyId: "ASIAEXAMPLE", secretAccessKey: "a-key", sessionToken: "a-token" },
      environment: { OURS: "set by the template" },
    },
    { clock, onLog: (line) => void logs.push(line) },
  );
  onTestFinished(async () => {
    await lambda.kill();
    clock.close();
    rmSync(taskRoot, { recursive: true, force: true });
  });
  return { lambda, clock, logs, taskRoot };
}

/** What the other tests on AWS's side rest upon: that a call begins and ends here as it does on Lambda. */
describe("the process of a function", () => {
  it("has Lambda's environment and its own, and none of this machine's", async () => {
    const { lambda, taskRoot } = await aProcess(
      "export const handler = async () => ({ cwd: process.cwd(), ...process.env });",
    );
    const { payload } = await lambda.invoke({});
    expect(payload).toMatchObject({
      cwd: taskRoot,
      LAMBDA_TASK_ROOT: taskRoot,
      OURS: "set by the template",
      TZ: ":UTC",
      AWS_ACCESS_KEY_ID: "ASIAEXAMPLE",
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: "128",
    });
    for (const name of ["HOME", "USER", "VITEST", "RIG_CLOCK_FILE"]) expect(payload).not.toHaveProperty(name);
  });

  it("is kept for the next call, and knows how much time it has", async () => {
    const { lambda } = await aProcess(
      "let calls = 0; export const handler = async (event, context) => [(calls += 1), event.name, context.getRemainingTimeInMillis() > 4000];",
    );
    expect(await lambda.invoke({ name: "one" })).toMatchObject({
      payload: [1, "one", true],
      isColdStart: true,
    });
    expect(await lambda.invoke({ name: "two" })).toMatchObject({
      payload: [2, "two", true],
      isColdStart: false,
    });
  });

  it("has the rig's time, also when that is turned on while it runs, and waits for nothing", async () => {
    const { lambda, clock } = await aProcess(
      `
      import { setTimeout } from "node:timers/promises";
      export const handler = async () => {
        const before = Date.now();
        await setTimeout(30_000);
        return [new Date().getFullYear(), Date.now() - before, new Date(0).toISOString(), new Date() instanceof Date];
      };`,
      60,
    );
    clock.advance({ days: 36_525 });
    const { payload } = await lambda.invoke({});
    expect(payload).toEqual([
      clock.now().getFullYear(),
      expect.any(Number),
      "1970-01-01T00:00:00.000Z",
      true,
    ]);
    expect(payload).toHaveProperty("1", expect.closeTo(30_000, -4));
  });

  it.each([
    [
      "an error that is thrown",
      'export const handler = async () => { throw new RangeError("too much"); };',
      { errorType: "RangeError", errorMessage: "too much", trace: expect.any(Array) },
    ],
    [
      "a module that cannot be loaded",
      'throw new Error("not today");',
      { errorType: "Error", errorMessage: "not today" },
    ],
    [
      "a module without the handler",
      "export const other = 1;",
      { errorType: "Runtime.HandlerNotFound", errorMessage: "index.handler is undefined or not exported" },
    ],
    [
      "a handler with a callback, which Node 24's runtime refuses",
      "export const handler = (event, context, callback) => callback(null, 1);",
      { errorType: "Runtime.CallbackHandlerDeprecated" },
    ],
    [
      "a process that ends itself",
      "export const handler = async () => process.exit(3);",
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringContaining("Runtime exited with error: exit status 3"),
      },
    ],
    [
      "a promise that is never settled",
      "export const handler = () => new Promise(() => {});",
      {
        errorType: "Runtime.ExitError",
        errorMessage: expect.stringContaining("Runtime exited without providing a reason"),
      },
    ],
  ])("reports %s as Lambda does", async (_what, code, payload) => {
    const { lambda } = await aProcess(code);
    expect(await lambda.invoke({})).toMatchObject({ functionError: "Unhandled", payload });
  });

  it("is killed when its time is up, whether it works or would wait", async () => {
    const errorMessage = expect.stringContaining("Task timed out after 1.00 seconds");
    const { lambda: working } = await aProcess("export const handler = async () => { for (;;); };", 1);
    const { lambda: waiting } = await aProcess(
      'import { setTimeout } from "node:timers/promises"; export const handler = () => setTimeout(600_000);',
      1,
    );
    for (const lambda of [working, waiting]) {
      const { payload } = await lambda.invoke({});
      expect(payload).toMatchObject({ errorType: "Sandbox.Timedout", errorMessage });
      expect(lambda.isAlive).toBe(false);
    }
  });

  it("has its logs caught, as the JSON lines that CloudWatch gets", async () => {
    const { lambda, logs } = await aProcess(
      'export const handler = async () => { console.warn("careful"); throw new Error("after all"); };',
    );
    const { requestId } = await lambda.invoke({});
    const [warning, failure] = logs.map((line): unknown => JSON.parse(line));
    expect(warning).toMatchObject({ level: "WARN", message: "careful", requestId });
    expect(failure).toMatchObject({ level: "ERROR", message: { errorMessage: "after all" }, requestId });
  });
});
