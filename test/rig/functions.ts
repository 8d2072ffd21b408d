import { type DeployedFunction, deployedFunctions, logStreamArn } from "./deployed-functions.ts";
import type { DeployedStack } from "./deployed-stack.ts";
import type { Gate } from "./gate.ts";
import { type LambdaFunction, LambdaProcess, type Outcome } from "./lambda-process.ts";
import type { Permissions } from "./permissions.ts";
import type { RigClock } from "./rig-clock.ts";

/** A line that a function wrote, on either stream. */
export interface LogLine {
  function: string;
  line: string;
}

export interface FunctionsParts {
  stack: DeployedStack;
  clock: RigClock;
  permissions: Permissions;
  /** The folder with a function's code, by its logical id. */
  codeOf(id: string): string;
  /** What the rig sets besides what the template says: where Threads is, and that feeds may be on loopback. */
  environment(threads: string): Record<string, string>;
  gate(): Gate;
}

/** The stack's functions, and the processes in which they run: an idle one is used again, else a new one is started. */
export class Functions {
  readonly #parts: FunctionsParts;
  readonly #known: DeployedFunction[];
  #processes: LambdaProcess[] = [];
  readonly #busy = new Set<LambdaProcess>();
  #isClosed = false;
  readonly logs: LogLine[] = [];
  /** What the functions answered, in order. */
  readonly outcomes: (Outcome & { function: string })[] = [];
  /** Of every process, from its start until it asked for work. */
  readonly starts: { function: string; startInMs: number }[] = [];

  constructor(parts: FunctionsParts) {
    this.#parts = parts;
    this.#known = deployedFunctions(parts.stack, parts.permissions, parts.codeOf);
  }

  /** A role by the access key that its functions are given. */
  roleOf = (accessKeyId: string): string | undefined =>
    this.#known.find(({ settings }) => settings.credentials.accessKeyId === accessKeyId)?.role;

  /** How often Lambda tries a failed asynchronous call again. */
  retriesOfFailures(functionArn: string): number {
    return this.#find(functionArn).retriesOfFailures;
  }

  /** @param name - a function's name or ARN. */
  async invoke(name: string, event: unknown): Promise<Outcome> {
    const known = this.#find(name);
    if (this.#isClosed) throw new Error(`${name} is called after the end`);
    const taken = this.#idle(known) ?? (await this.#start(known));
    this.#busy.add(taken);
    try {
      const outcome = await taken.invoke(event);
      if (outcome.isColdStart) this.starts.push({ function: known.name, startInMs: taken.startInMs ?? 0 });
      this.outcomes.push({ ...outcome, function: known.name });
      return outcome;
    } finally {
      this.#busy.delete(taken);
    }
  }

  /** Ends every process, so that the next call of each function is a cold start. */
  async stop(): Promise<void> {
    const all = this.#processes;
    this.#processes = [];
    await Promise.all(all.map((process) => process.kill()));
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    await this.stop();
  }

  #find(name: string): DeployedFunction {
    const known = this.#known.find((one) => one.name === name || one.arn === name);
    if (known === undefined) throw new Error(`the template has no function ${name}`);
    return known;
  }

  #idle(known: DeployedFunction): LambdaProcess | undefined {
    this.#processes = this.#processes.filter(({ isAlive }) => isAlive);
    return this.#processes.find((one) => one.function.name === known.name && !this.#busy.has(one));
  }

  async #start(known: DeployedFunction): Promise<LambdaProcess> {
    const { clock, environment, gate, permissions } = this.#parts;
    if (!permissions.mayAssume("lambda.amazonaws.com", known.role)) {
      throw new Error(`Lambda may not assume ${known.role}`);
    }
    const addresses = gate().addresses();
    const lambda: LambdaFunction = {
      ...known.settings,
      environment: {
        ...known.variables,
        ...environment(addresses.threads),
        AWS_ENDPOINT_URL: addresses.aws,
      },
    };
    let hasStream = false;
    const process = await LambdaProcess.start(lambda, {
      clock,
      // Lambda writes the logs, in the function's name.
      onLog: (line) => {
        const stream = logStreamArn(known.settings.logGroup);
        if (!hasStream) hasStream = permissions.allows(known.role, "logs:CreateLogStream", stream);
        if (permissions.allows(known.role, "logs:PutLogEvents", stream)) {
          this.logs.push({ function: known.name, line });
        }
      },
    });
    addresses.admit({
      function: known.name,
      requestId: () => process.requestId,
      kill: () => process.kill(),
      timeOut: () => process.timeOut(),
    });
    this.#processes.push(process);
    return process;
  }
}
