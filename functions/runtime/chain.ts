import middy from "@middy/core";
import type { Context } from "aws-lambda";
import type * as z from "zod";
import { FeedloomError } from "../core/errors.ts";
import { logging } from "./log.ts";
import { readPayload } from "./payload.ts";
import type { Services } from "./services.ts";

/** A handler as Lambda, the local host and the tests call it. */
export type Handler<Reply = unknown> = (event: unknown, context: Context) => Promise<Reply>;

/** middy's early answer before a time-out is off: our jobs mind the time themselves, between two effects. */
const options = { timeoutEarlyInMillis: 0 };

/**
 * The chain of the jobs that a schedule, the bus or a person starts: the payload is read by its schema, failures are
 * logged with their code and thrown, so that whoever started the job knows and may try again.
 */
export function jobChain<Schema extends z.ZodType, Reply>(
  { log }: Services,
  schema: Schema,
  job: (payload: z.output<Schema>, context: Context) => Promise<Reply>,
): Handler<Reply> {
  const chain = middy<unknown, Reply>(options)
    .onError(({ error, context }) => {
      log.error("the job failed", { requestId: context.awsRequestId, ...describe(error) });
    })
    .handler((event, context) => job(readPayload(schema, event), context));
  return (event, context) => logging({ requestId: context.awsRequestId }, () => chain(event, context));
}

/** What an HTTP function answers; the shape of API Gateway's payload 2.0. */
export interface HttpReply {
  statusCode: number;
  headers: Record<string, string>;
  cookies?: string[];
  body: string;
}

/** The chain of the function behind the HTTP API: nothing is thrown; a failure becomes the reply that `onFailure` makes of it. */
export function httpChain<Schema extends z.ZodType>(
  { log }: Services,
  schema: Schema,
  answer: (request: z.output<Schema>, context: Context) => Promise<HttpReply>,
  onFailure: (error: FeedloomError | undefined) => Promise<HttpReply>,
): Handler<HttpReply> {
  const chain = middy<unknown, HttpReply>(options)
    .onError(async (request) => {
      const { error, context } = request;
      log.error("the request failed", { requestId: context.awsRequestId, ...describe(error) });
      request.response = await onFailure(error instanceof FeedloomError ? error : undefined);
    })
    .handler((event, context) => answer(readPayload(schema, event), context));
  return (event, context) => logging({ requestId: context.awsRequestId }, () => chain(event, context));
}

/** Builds a handler at the first call and keeps it: importing reads no environment and makes no client. */
export function onFirstCall<Reply>(build: () => Promise<Handler<Reply>>): Handler<Reply> {
  let built: Promise<Handler<Reply>> | undefined;
  return async (event, context) => {
    built ??= build();
    try {
      return await (await built)(event, context);
    } catch (error) {
      // A failed start is tried again at the next call; a handler that was built is kept.
      await built.catch(() => {
        built = undefined;
      });
      throw error;
    }
  };
}

function describe(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { words: "something that is no error was thrown" };
  const code = error instanceof FeedloomError ? { code: error.code, remedy: error.remedy } : {};
  return { ...code, name: error.name, words: error.message, stack: error.stack };
}
