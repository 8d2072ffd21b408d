import { createHash } from "node:crypto";
import * as z from "zod";
import { type DeployedStack, place } from "./deployed-stack.ts";
import type { LambdaFunction } from "./lambda-process.ts";
import type { Permissions } from "./permissions.ts";

const functionSchema = z.strictObject({
  FunctionName: z.string().optional(),
  Description: z.string().optional(),
  Architectures: z.tuple([z.literal("arm64")]),
  Runtime: z.literal("nodejs24.x"),
  Code: z.unknown(),
  Handler: z.string(),
  MemorySize: z.int(),
  Timeout: z.int(),
  Role: z.string(),
  Environment: z.strictObject({ Variables: z.record(z.string(), z.string()) }),
  LoggingConfig: z.object({ LogFormat: z.literal("JSON"), LogGroup: z.string() }),
  // A cap that the rig never comes near, and tracing that nobody looks at here.
  ReservedConcurrentExecutions: z.int().optional(),
  TracingConfig: z.unknown().optional(),
  Tags: z.unknown().optional(),
});

const asyncSchema = z.object({
  FunctionName: z.string(),
  MaximumRetryAttempts: z.int().default(2),
  MaximumEventAgeInSeconds: z.int().default(21_600),
});

/** A function of the stack. */
export interface DeployedFunction {
  name: string;
  arn: string;
  role: string;
  /** All but what differs between one process and the next. */
  settings: Omit<LambdaFunction, "environment">;
  variables: Record<string, string>;
  retriesOfFailures: number;
}

/** @param codeOf - the folder with a function's code, by its logical id. */
export function deployedFunctions(
  stack: DeployedStack,
  permissions: Permissions,
  codeOf: (id: string) => string,
): DeployedFunction[] {
  const asynchronous = stack.resources("AWS::Lambda::EventInvokeConfig").map(({ properties }) => {
    return asyncSchema.parse(properties);
  });
  return stack.resources("AWS::Lambda::Function").map(({ id, properties }) => {
    const found = functionSchema.parse(properties);
    const name = stack.ref(id);
    const arn = stack.arn(id);
    const role = permissions.roleNamed(found.Role);
    const settings = {
      name,
      arn,
      taskRoot: codeOf(id),
      handler: found.Handler,
      timeoutInSeconds: found.Timeout,
      memoryInMb: found.MemorySize,
      logGroup: found.LoggingConfig.LogGroup,
      region: place.region,
      credentials: credentialsOf(role),
    };
    const ofFailures = asynchronous.find(({ FunctionName }) => FunctionName === name);
    return {
      name,
      arn,
      role,
      settings,
      variables: found.Environment.Variables,
      retriesOfFailures: ofFailures?.MaximumRetryAttempts ?? 2,
    };
  });
}

/** An access key stands for a role; nothing else about it matters. */
function credentialsOf(role: string): LambdaFunction["credentials"] {
  const hash = createHash("sha256").update(role).digest("hex");
  return {
    accessKeyId: `ASIA${hash.slice(0, 16).toUpperCase()}`,
    secretAccessKey: hash.slice(16, 56),
    sessionToken: hash,
  };
}

export function logStreamArn(logGroup: string): string {
  return `arn:${place.partition}:logs:${place.region}:${place.account}:log-group:${logGroup}:log-stream:stream`;
}
