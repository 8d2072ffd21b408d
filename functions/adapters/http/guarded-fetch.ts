import { type LookupAddress, type LookupOptions, lookup as systemLookUp } from "node:dns";
import type { LookupFunction } from "node:net";
import { Agent, buildConnector, fetch, type Response } from "undici";
import { FeedloomError } from "../../core/errors.ts";
import { describeAddress } from "../../core/feed-addresses.ts";
import { isPublicAddress } from "../../core/public-page.ts";
import {
  type AllowPrivate,
  guardedAddress,
  literalAddress,
  notPublic,
  openOrigins,
} from "./address-guard.ts";
import { fetchFailure } from "./fetch-failure.ts";

export interface GuardedAnswer {
  response: Response;
  finalUrl: string;
  /** Where it moved for good: set when every redirect on the way was permanent. */
  movedTo: string | undefined;
}

/** As `node:dns` has it; a test's own plays a name service that changes its mind. */
export type LookUp = (
  hostname: string,
  options: LookupOptions & { all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

export interface GuardedRequest {
  method?: "GET" | "HEAD";
  headers: Record<string, string>;
  /** The configured address of the feed that led here: where private feeds are allowed, its own origin is open. */
  feed?: string;
  /**
   * Ends everything, the reading of the body included: a limit per read would let a slow drip go on for
   * ever.
   */
  signal: AbortSignal;
}

/** Enough for http to https, www, a trailing slash, a feed service and one more; browsers follow 20. */
const mostRedirects = 5;
/** For a redirect or the next page of the same host; a connection is 15 kB, and ten thousand hosts are asked in one run. */
const keptOpenInMs = 1_000;
const kept = { keepAliveTimeout: keptOpenInMs, keepAliveMaxTimeout: keptOpenInMs };
const redirectStatuses = new Set([301, 302, 303, 307, 308]);

/**
 * A `fetch` for addresses that strangers wrote: it reaches the public web and nothing else.
 *
 * An address is looked at three times, since each look misses something: as written, as looked up (a name
 * that points inwards), and as connected (a name that pointed elsewhere a moment ago). A `lookup` of one's
 * own alone is not enough: it is not called for literal addresses. Redirects are followed by hand, each
 * through the same looks.
 *
 * A feed's own origin may be private where that is allowed. What is open to it has connections of its own: on one that is
 * kept open, what another feed leads to would come along unseen.
 *
 * undici's own `fetch` and `Agent` together: Node's `fetch` refuses the agent of another version.
 */
export class GuardedFetch {
  readonly #allowPrivate: AllowPrivate;
  readonly #public: Agent;
  readonly #open = new Agent(kept);

  /** @param connector - a test's own plays a network that leads elsewhere than the name service says. */
  constructor(allowPrivate: AllowPrivate = false, lookUp: LookUp = systemLookUp, connector = buildConnector) {
    this.#allowPrivate = allowPrivate;
    this.#public = new Agent({ connect: guardedConnector(lookUp, connector), ...kept });
  }

  /**
   * @throws FeedloomError `FEED_REFUSED` - the address, or one it redirects to, is never fetched.
   * @throws FeedloomError `FEED_UNREACHABLE` - no answer, or too many redirects.
   */
  async fetch(address: string, request: GuardedRequest): Promise<GuardedAnswer> {
    const open = openOrigins(request.feed, this.#allowPrivate);
    let url = guardedAddress(address, undefined, open);
    let isPermanent = true;
    for (let hops = 0; hops <= mostRedirects; hops++) {
      const agent = open.includes(url.origin) ? this.#open : this.#public;
      const response = await answerOf(url, request, agent);
      if (!redirectStatuses.has(response.status)) {
        return { response, finalUrl: url.href, movedTo: hops > 0 && isPermanent ? url.href : undefined };
      }
      const location = response.headers.get("location") ?? "";
      await response.body?.cancel();
      isPermanent &&= response.status === 301 || response.status === 308;
      url = guardedAddress(location, url, open);
    }
    const [first, last] = [describeAddress(address), describeAddress(url.href)];
    throw new FeedloomError(
      "FEED_UNREACHABLE",
      `${first} redirects more than ${mostRedirects} times, at last to ${last}; give the final address`,
    );
  }

  /** Closes idle connections, so that a process may end. */
  async close(): Promise<void> {
    await Promise.all([this.#public.close(), this.#open.close()]);
  }
}

async function answerOf(
  url: URL,
  { method = "GET", headers, signal }: GuardedRequest,
  dispatcher: Agent,
): Promise<Response> {
  try {
    return await fetch(url, { method, headers, signal, redirect: "manual", dispatcher });
  } catch (error) {
    throw fetchFailure(error, url.href);
  }
}

function guardedConnector(lookUp: LookUp, connector: typeof buildConnector): buildConnector.connector {
  const guarded = connector({ lookup: publicOnly(lookUp) });
  return (options, callback) => {
    const { hostname } = options;
    const literal = literalAddress(hostname);
    if (literal !== undefined && !isPublicAddress(literal))
      return callback(notPublic(hostname, literal), null);
    return guarded(options, (...[error, socket]) => {
      if (error !== null) return callback(error, null);
      const connected = socket.remoteAddress ?? "nowhere";
      if (isPublicAddress(connected)) return callback(null, socket);
      socket.destroy();
      return callback(notPublic(hostname, connected), null);
    });
  };
}

/** The addresses of a name without those that are not public; an error when none is left. */
function publicOnly(lookUp: LookUp): LookupFunction {
  return (hostname, options, callback) => {
    lookUp(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) return callback(error, []);
      const open = addresses.filter(({ address }) => isPublicAddress(address));
      const [first] = open;
      if (first === undefined) return callback(notPublic(hostname, addresses[0]?.address ?? "nowhere"), []);
      return options.all === true ? callback(null, open) : callback(null, first.address, first.family);
    });
  };
}
