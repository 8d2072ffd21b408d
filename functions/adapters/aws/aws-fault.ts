import * as z from "zod";
import { FeedloomError } from "../../core/errors.ts";

/** What the names of the SDK's errors ask of whoever reads them. The others speak for themselves. */
const advice = new Map([
  [
    "ResourceNotFoundException",
    "it does not exist; deploy the stack, and look at the function's environment",
  ],
  ["AccessDeniedException", "the function's role does not allow it; deploy the stack again"],
  ["CredentialsProviderError", "there are no AWS credentials; sign in, or run where there are some"],
  ["TimeoutError", "no answer in time"],
  ["ValidationException", "it was refused as malformed, or larger than the service takes (400 KB an item)"],
]);

/**
 * Waits for an answer of AWS and turns its errors into FeedloomError; the only place that does.
 *
 * The SDK's own message is left to `cause`: with some faults it repeats what was sent.
 *
 * @param what - what was attempted, as in "writing a post to the table x".
 * @throws FeedloomError `STORE_UNAVAILABLE` - whether a write happened is unknown.
 */
export async function answered<Answer>(what: string, call: Promise<Answer>): Promise<Answer> {
  try {
    return await call;
  } catch (cause) {
    throw unavailable(what, cause);
  }
}

/** As {@link answered}, for reading what was stored: a record that is not what was written was damaged. */
export function understood<Result>(what: string, read: () => Result): Result {
  try {
    return read();
  } catch (cause) {
    if (!(cause instanceof z.ZodError || cause instanceof SyntaxError)) throw cause;
    throw new FeedloomError("STORE_UNAVAILABLE", `${what} failed: the record cannot be read`, { cause });
  }
}

function unavailable(what: string, cause: unknown): unknown {
  // A mistake of ours is not the store's fault. (A cut connection is a plain Error with a `code`.)
  if (!(cause instanceof Error) || cause instanceof TypeError || cause instanceof FeedloomError) return cause;
  const { name } = cause;
  const isPlain = name === "Error" || name === "AggregateError";
  const words = advice.get(name) ?? (isPlain ? "the connection failed" : name);
  return new FeedloomError("STORE_UNAVAILABLE", `${what} failed: ${words}`, { cause });
}
