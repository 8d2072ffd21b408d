import { randomUUID } from "node:crypto";
import type { Context } from "aws-lambda";

/** What Lambda tells a function of its call; here nothing ends it, so an hour is always left. */
export function invocation(functionName: string): Context {
  return {
    awsRequestId: randomUUID(),
    functionName,
    functionVersion: "local",
    invokedFunctionArn: `local:${functionName}`,
    memoryLimitInMB: "0",
    logGroupName: "local",
    logStreamName: "local",
    callbackWaitsForEmptyEventLoop: false,
    getRemainingTimeInMillis: () => 3_600_000,
    done: () => {},
    fail: () => {},
    succeed: () => {},
  };
}
