import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

/**
 * What Lambda tells a function of its call; here an hour is always left.
 *
 * @param signal - once it is aborted, no time is.
 */
export function invocation(functionName: string, signal?: AbortSignal): Context {
  return {
    awsRequestId: randomUUID(),
    functionName,
    functionVersion: "local",
    invokedFunctionArn: `local:${functionName}`,
    memoryLimitInMB: "0",
    logGroupName: "local",
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => (signal?.aborted === true ? 0 : 3_600_000),
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
