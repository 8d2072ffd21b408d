import { FeedloomError } from "../../core/errors.ts";
import { describeAddress } from "../../core/feed-addresses.ts";

/** What went wrong and what to do about it, by the code of whatever undici, the network, TLS or zlib threw. */
const sentences: [pattern: RegExp, finding: string, advice: string][] = [
  [/^ENOTFOUND$/, "the name does not resolve", "check the address"],
  [/^EAI_AGAIN$/, "the name service does not answer", "try later"],
  [/^ECONNREFUSED$/, "connection refused", "check the address and whether the server runs"],
  [/^(?:ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, "the server cut the connection", "try later"],
  [/^(?:ETIMEDOUT|UND_ERR_CONNECT_TIMEOUT)$/, "the server does not take connections", "try later"],
  [/^UND_ERR_(?:HEADERS|BODY)_TIMEOUT$/, "the server does not answer in time", "try later"],
  [/^(?:EHOSTUNREACH|ENETUNREACH|EADDRNOTAVAIL)$/, "there is no way to it from here", "try later"],
  [/^CERT_HAS_EXPIRED$/, "its certificate has expired", "its owner must renew it"],
  [/^ERR_TLS_CERT_ALTNAME_INVALID$/, "its certificate is for another name", "check the address"],
  [
    /^(?:DEPTH_ZERO_SELF_SIGNED_CERT|SELF_SIGNED_CERT_IN_CHAIN)$/,
    "its certificate is self-signed",
    "its owner must use one that browsers accept",
  ],
  [
    /^(?:UNABLE_TO_VERIFY_LEAF_SIGNATURE|UNABLE_TO_GET_ISSUER_CERT(?:_LOCALLY)?|CERT_.*)$/,
    "its certificate can't be verified",
    "its owner must send the whole chain",
  ],
  [/^(?:ERR_SSL_.*|EPROTO)$/, "no secure connection could be made", "check that the address is one of https"],
  [/^UND_ERR_HEADERS_OVERFLOW$/, "its answer has too many headers", "check what the address serves"],
  [/^(?:HPE_.*|UND_ERR_RESPONSE.*)$/, "what answers does not speak HTTP", "check the address and its port"],
  [
    /^(?:Z_.*|ERR_.*DECOMPRESS.*|ERR__ERROR_FORMAT.*|ERR_BROTLI.*|ZSTD_.*|ERR_ZSTD.*)$/,
    "its answer is not compressed as it says",
    "tell its owner",
  ],
];

/**
 * What a failed fetch means, in a sentence. A fetch that fails says only "fetch failed"; the reason is its
 * cause.
 *
 * @returns what was thrown itself when it is already one of ours (a refusal by the guard).
 */
export function fetchFailure(error: unknown, address: string): FeedloomError {
  const causes = causesOf(error);
  const ours = causes.find((cause) => cause instanceof FeedloomError);
  if (ours !== undefined) return ours;
  const where = `cannot reach ${describeAddress(address)}`;
  if (causes.some((cause) => cause.name === "TimeoutError")) {
    return unreachable(`${where}: it takes too long to answer; try later`, error);
  }
  for (const code of causes.map(codeOf).filter((found) => found !== undefined)) {
    const sentence = sentences.find(([pattern]) => pattern.test(code));
    if (sentence !== undefined) return unreachable(`${where}: ${sentence[1]}; ${sentence[2]}`, error);
  }
  const last = causes.at(-1);
  const code = last === undefined ? undefined : codeOf(last);
  return unreachable(
    `${where}: ${last?.message ?? String(error)}${code === undefined ? "" : ` (${code})`}; try later`,
    error,
  );
}

/** The error and what lies below it; when several addresses of a name failed, the first of these failures. */
function causesOf(error: unknown): Error[] {
  const causes: Error[] = [];
  let current: unknown = error;
  while (current instanceof Error && causes.length < 10) {
    causes.push(current);
    current = current.cause ?? (current instanceof AggregateError ? current.errors[0] : undefined);
  }
  return causes;
}

function codeOf(error: Error): string | undefined {
  return "code" in error && typeof error.code === "string" ? error.code : undefined;
}

function unreachable(message: string, cause: unknown): FeedloomError {
  return new FeedloomError("FEED_UNREACHABLE", message, { cause });
}
