import { FeedloomError } from "../../functions/core/errors.ts";

const signIn =
  "sign in as for the AWS command line (`aws sts get-caller-identity` shows whether that works), or name a --profile";

/** By the names of the SDK's errors. */
const advice = new Map([
  ["CredentialsProviderError", `there are no AWS credentials; ${signIn}`],
  ["ExpiredTokenException", `the AWS credentials have run out; ${signIn}`],
  ["UnrecognizedClientException", `AWS does not know these credentials; ${signIn}`],
  ["InvalidSignatureException", `AWS does not take these credentials; ${signIn}`],
  [
    "ResourceNotFoundException",
    "there is no such table in this account and region; name the region with --region, or the table (the output LedgerTableName) with --table",
  ],
  [
    "AccessDeniedException",
    "these credentials may not do that; a command reads, and for release, retry and drop writes, the ledger's table",
  ],
]);

/**
 * A failure of the ledger on AWS for whoever runs a command: the store's own words speak to whoever looks after the
 * functions, whose rights and environment the stack sets.
 */
export function explainAws(error: unknown, table: string): unknown {
  if (!(error instanceof FeedloomError && error.cause instanceof Error)) return error;
  const { cause } = error;
  const words = /region is missing/i.test(cause.message)
    ? "it is not known in which region; name it with --region, or set AWS_REGION"
    : advice.get(cause.name);
  return words === undefined
    ? error
    : new FeedloomError(error.code, `the table ${table}: ${words}`, { cause });
}
