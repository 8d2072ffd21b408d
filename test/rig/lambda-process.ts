import { type ChildProcess, spawn } from "node:child_process";
import { randomUUID } from "node:crypto";
import { createRequire } from "node:module";
import { createInterface } from "node:readline";
import type { Readable } from "node:stream";
import { fileURLToPath } from "node:url";
import type { RigClock } from "./rig-clock.ts";
import { type RuntimeAnswer, RuntimeApi } from "./runtime-api.ts";

/** A function as Lambda has it: what the template says of it, resolved. */
export interface LambdaFunction {
  name: string;
  arn: string;
  /** The folder with its code; absolute. */
  taskRoot: string;
  /** `file.export`. */
  handler: string;
  timeoutInSeconds: number;
  memoryInMb: number;
  logGroup: string;
  region: string;
  credentials: { accessKeyId: string; secretAccessKey: string; sessionToken: string };
  environment: Record<string, string>;
}

/** What `lambda:Invoke` answers. */
export interface Outcome {
  requestId: string;
  payload: unknown;
  /** Set when the function failed; `payload` then is `{errorType, errorMessage, trace?}`. */
  functionError?: "Unhandled";
  /** The process was started for this call. */
  isColdStart: boolean;
  durationInMs: number;
}

const client = createRequire(import.meta.url).resolve("aws-lambda-ric");
const preload = fileURLToPath(new URL("preload.cjs", import.meta.url));

/**
 * One execution environment: the function's bundle under AWS's own runtime client for Node 24 (`aws-lambda-ric`), in a
 * process of its own. A new one is a cold start, one that is used again is warm. It is killed at the function's time-out.
 *
 * Not as on Lambda: it is not frozen between calls, the machine is neither arm64 nor Amazon Linux, and the memory is a
 * bound on the heap only.
 */
export class LambdaProcess {
  readonly function: LambdaFunction;
  readonly #clock: RigClock;
  readonly #child: ChildProcess;
  readonly #api: RuntimeApi;
  readonly #started = Promise.withResolvers<void>();
  readonly #ended = Promise.withResolvers<{ code: number | null; signal: string | null }>();
  #current: { requestId: string; deadline: Date } | undefined;
  #isAlive = true;
  #isTimedOut = false;
  #calls = 0;
  /** From the start of the process until it asked for work; undefined while it starts. */
  startInMs: number | undefined;

  private constructor(parts: {
    function: LambdaFunction;
    clock: RigClock;
    api: RuntimeApi;
    address: string;
    onLog: (line: string) => void;
  }) {
    this.function = parts.function;
    this.#clock = parts.clock;
    this.#api = parts.api;
    const { taskRoot, memoryInMb } = parts.function;
    this.#child = spawn(
      process.execPath,
      [
        "--require",
        preload,
        // As much as Lambda leaves to the heap, more or less.
        `--max-old-space-size=${Math.floor(memoryInMb * 0.9)}`,
        client,
      ],
      {
        cwd: taskRoot,
        env: environment(parts.function, parts.address, parts.clock.file),
        stdio: ["ignore", "pipe", "pipe"],
      },
    );
    for (const stream of [this.#child.stdout, this.#child.stderr]) {
      if (stream !== null) listen(stream, parts.onLog);
    }
    this.#child.once("close", (code, signal) => {
      this.#isAlive = false;
      this.#ended.resolve({ code, signal });
      void this.#api.close();
    });
  }

  static async start(
    lambda: LambdaFunction,
    parts: { clock: RigClock; onLog: (line: string) => void },
  ): Promise<LambdaProcess> {
    const startedAt = performance.now();
    const { api, address } = await RuntimeApi.start({
      started: () => {
        made.startInMs = performance.now() - startedAt;
        made.#started.resolve();
      },
      waits: (milliseconds) => made.#wait(milliseconds),
    });
    const made: LambdaProcess = new LambdaProcess({ function: lambda, api, address, ...parts });
    return made;
  }

  get isAlive(): boolean {
    return this.#isAlive;
  }

  /** Of the call that it works on. */
  get requestId(): string | undefined {
    return this.#current?.requestId;
  }

  async invoke(event: unknown): Promise<Outcome> {
    if (this.#current !== undefined) throw new Error(`${this.function.name} works on another call`);
    const isColdStart = this.#calls === 0;
    this.#calls += 1;
    const requestId = randomUUID();
    const begunAt = performance.now();
    // The start is not counted; one that fails ends the process.
    await Promise.race([this.#started.promise, this.#ended.promise]);
    const timeoutInMs = this.function.timeoutInSeconds * 1000;
    const deadline = new Date(this.#clock.now().getTime() + timeoutInMs);
    this.#current = { requestId, deadline };
    const timer = setTimeout(() => void this.timeOut(), timeoutInMs);
    const answer = await Promise.race([
      this.#api.give({ requestId, functionArn: this.function.arn, deadline, event }),
      this.#ended.promise,
    ]);
    clearTimeout(timer);
    this.#current = undefined;
    const durationInMs = performance.now() - begunAt;
    return { requestId, isColdStart, durationInMs, ...this.#judge(this.#api.initError ?? answer, requestId) };
  }

  /** Ends it as a crash does: nothing of what it was about to do happens. */
  async kill(): Promise<void> {
    this.#child.kill("SIGKILL");
    await this.#ended.promise;
  }

  /** Lets its time run out: the clock is turned on to that moment, and it ends as Lambda ends it. */
  async timeOut(): Promise<void> {
    this.#clock.advance({ milliseconds: Math.max(0, this.#leftInMs()) });
    this.#isTimedOut = true;
    this.#child.kill("SIGKILL");
    await this.#ended.promise;
  }

  /** Turns the clock on by what the function would wait. */
  async #wait(milliseconds: number): Promise<void> {
    if (milliseconds >= this.#leftInMs()) return this.timeOut();
    this.#clock.advance({ milliseconds });
  }

  #leftInMs(): number {
    return (this.#current?.deadline.getTime() ?? Infinity) - this.#clock.now().getTime();
  }

  #judge(
    answer: RuntimeAnswer | { code: number | null; signal: string | null },
    requestId: string,
  ): Pick<Outcome, "payload" | "functionError"> {
    const failed = (payload: unknown) => ({ payload, functionError: "Unhandled" }) as const;
    if ("kind" in answer) {
      const payload: unknown = JSON.parse(answer.body);
      return answer.kind === "response" ? { payload } : failed(payload);
    }
    if (this.#isTimedOut) {
      const seconds = this.function.timeoutInSeconds.toFixed(2);
      return failed({
        errorType: "Sandbox.Timedout",
        errorMessage: `RequestId: ${requestId} Error: Task timed out after ${seconds} seconds`,
      });
    }
    return failed({
      errorType: "Runtime.ExitError",
      errorMessage: `RequestId: ${requestId} Error: ${exitWords(answer)}`,
    });
  }
}

function exitWords({ code, signal }: { code: number | null; signal: string | null }): string {
  if (signal !== null) return "Runtime exited with error: signal: killed";
  return code === 0
    ? "Runtime exited without providing a reason"
    : `Runtime exited with error: exit status ${code}`;
}

function listen(stream: Readable, onLine: (line: string) => void): void {
  createInterface({ input: stream }).on("line", onLine);
}

/**
 * What a function finds in its environment, and nothing of this machine's.
 * @see https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html (defined runtime variables)
 */
function environment(lambda: LambdaFunction, runtimeApi: string, clockFile: string): NodeJS.ProcessEnv {
  const { accessKeyId, secretAccessKey, sessionToken } = lambda.credentials;
  return {
    ...lambda.environment,
    _HANDLER: lambda.handler,
    TZ: ":UTC",
    LANG: "en_US.UTF-8",
    PATH: "/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin",
    LAMBDA_TASK_ROOT: lambda.taskRoot,
    LAMBDA_RUNTIME_DIR: "/var/runtime",
    AWS_LAMBDA_RUNTIME_API: runtimeApi,
    AWS_LAMBDA_FUNCTION_NAME: lambda.name,
    AWS_LAMBDA_FUNCTION_VERSION: "$LATEST",
    AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(lambda.memoryInMb),
    AWS_LAMBDA_INITIALIZATION_TYPE: "on-demand",
    AWS_LAMBDA_LOG_GROUP_NAME: lambda.logGroup,
    AWS_LAMBDA_LOG_STREAM_NAME: `[$LATEST]${randomUUID().replaceAll("-", "")}`,
    AWS_LAMBDA_LOG_FORMAT: "JSON",
    AWS_LAMBDA_LOG_LEVEL: "INFO",
    AWS_EXECUTION_ENV: "AWS_Lambda_nodejs24.x",
    AWS_REGION: lambda.region,
    AWS_DEFAULT_REGION: lambda.region,
    AWS_ACCESS_KEY_ID: accessKeyId,
    AWS_SECRET_ACCESS_KEY: secretAccessKey,
    AWS_SESSION_TOKEN: sessionToken,
    RIG_CLOCK_FILE: clockFile,
  };
}
