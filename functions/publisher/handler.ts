import type { Context } from "aws-lambda";
import * as z from "zod";
import { FeedloomError } from "../core/errors.ts";
import { type HandPost, handPost, handPostSchema, whyNotPostable } from "../core/hand-post.ts";
import { ownerWords } from "../core/owner-word.ts";
import { type Handler, jobChain, onFirstCall } from "../runtime/chain.ts";
import { describeIssue } from "../runtime/payload.ts";
import type { Services } from "../runtime/services.ts";
import { type DrainReport, drainAccount } from "./drain-account.ts";
import { obeyOwner } from "./obey-owner.ts";
import { type Preview, type PreviewedPost, previewAccount, previewPost } from "./preview.ts";
import { outcomeOf, type PostOutcome } from "./tell.ts";

const dryRun = { dryRun: z.boolean().default(false) };
/** By hand: `{}` for all accounts, `{"account"}` for one. */
const drainSchema = z
  .strictObject({ account: z.string().optional(), ...dryRun })
  .transform((payload) => ({ kind: "drain" as const, ...payload }));
/** By hand: a post of one's own; no feed is behind it. */
const postSchema = z
  .strictObject({ ...handPostSchema.shape, ...dryRun })
  .transform(({ dryRun, ...post }) => ({ kind: "post" as const, account: post.account, post, dryRun }));
/** By hand: what the owner says of a post, by its id, or of `all` that are held or have failed. */
const ownerSchema = z
  .strictObject({
    account: z.string(),
    release: z.string().min(1).optional(),
    retry: z.string().min(1).optional(),
    drop: z.string().min(1).optional(),
  })
  .refine((payload) => ownerWords.filter((word) => payload[word] !== undefined).length === 1, {
    error: `name one of ${ownerWords.join(", ")}`,
  })
  .transform((payload) => ({ kind: "owner" as const, ...payload }));
/** From the bus: an event about an account, whose posts are then due. */
const eventSchema = z
  .object({
    source: z.literal("feedloom"),
    "detail-type": z.enum(["PostsPending", "AccountConnected"]),
    detail: z.object({ account: z.string() }),
  })
  .transform(({ detail: { account } }) => ({ kind: "drain" as const, account, dryRun: false }));

/** Each kind of payload has a field that no other has, so that an error names what is wrong in the kind that was meant. */
export const payloadSchema = z.looseObject({}).transform((payload, context) => {
  const schema = schemaFor(payload);
  const read = schema.safeParse(payload);
  if (read.success) return read.data;
  for (const issue of read.error.issues) {
    context.issues.push({ code: "custom", message: describeIssue(issue), input: payload });
  }
  return z.NEVER;
});

function schemaFor(payload: object) {
  const has = (fields: readonly string[]) => fields.some((field) => field in payload);
  if (has(["detail-type"])) return eventSchema;
  if (has(ownerWords)) return ownerSchema;
  return has(Object.keys(handPostSchema.shape).filter((field) => field !== "account"))
    ? postSchema
    : drainSchema;
}

/** Left for the step that is running when the host's time is up; one that is cut off is settled by the next run. */
const marginInMs = 30_000;
/** Waiting in a function costs its memory by the second; a picture is ready in less, everything else waits for the next tick. */
const patienceInMs = 20_000;

/** What was done and what was not, with addresses and reasons; for a person, and for the figures. */
export interface PublisherReport {
  accounts: DrainReport[];
  /** In their place for a dry run: what is in line, with the exact requests. */
  previews?: Preview[];
  /** The post that was given by hand. */
  post?: PostOutcome | PreviewedPost;
  /** The posts that changed by the owner's word. */
  changed?: PostOutcome[];
}

export function createHandler(services: Services): Handler<PublisherReport> {
  return jobChain(services, payloadSchema, async (payload, context) => {
    refuseStranger(payload.account, services);
    if (payload.kind === "owner") {
      const { account } = payload;
      const word = ownerWords.find((one) => payload[one] !== undefined) ?? "release";
      const changed = await obeyOwner(account, word, payload[word] ?? "", services);
      return { accounts: [await drainAccount(account, services, limits(services, context))], changed };
    }
    if (payload.kind === "post") return publishByHand(payload.post, payload.dryRun, services, context);
    const configured = services.configuration.accounts.map(({ username }) => username);
    const names = payload.account === undefined ? configured : [payload.account];
    if (payload.dryRun) {
      const previews: Preview[] = [];
      for (const name of names) previews.push(await previewAccount(name, services));
      return { accounts: [], previews };
    }
    return { accounts: await drainEach(names, services, context) };
  });
}

/** One after the other; what goes wrong at one is told when all had their turn. */
async function drainEach(names: string[], services: Services, context: Context): Promise<DrainReport[]> {
  const accounts: DrainReport[] = [];
  const failures: unknown[] = [];
  for (const name of names) {
    try {
      accounts.push(await drainAccount(name, services, limits(services, context)));
    } catch (failure) {
      failures.push(failure);
    }
  }
  if (failures.length > 0) throw failures[0];
  return accounts;
}

/** Takes the post into the ledger like any other, once for its key, then publishes what is due. */
async function publishByHand(
  request: HandPost,
  isDryRun: boolean,
  services: Services,
  context: Context,
): Promise<PublisherReport> {
  const why = whyNotPostable(request);
  if (why !== undefined) throw new FeedloomError("REQUEST_INVALID", why);
  const { account, key } = request;
  // Without a key, one call is one post: Lambda's own repetitions carry the same request id.
  const post = handPost(request, key ?? context.awsRequestId, services.clock.now());
  const { ledger } = services;
  if (isDryRun) {
    const known = await ledger.readPost(account, post.id);
    return { accounts: [], post: previewPost(known ?? post, services) };
  }
  const isNew = await ledger.addPost(post);
  const report = await drainAccount(account, services, limits(services, context));
  const outcome = outcomeOf((await ledger.readPost(account, post.id)) ?? post);
  return { accounts: [report], post: isNew ? outcome : { ...outcome, repeated: true } };
}

function limits({ clock }: Services, context: Context) {
  const leftInMs = context.getRemainingTimeInMillis() - marginInMs;
  return {
    deadline: new Date(clock.now().getTime() + leftInMs),
    isStopping: () => context.getRemainingTimeInMillis() <= 0,
    patienceInMs,
  };
}

function refuseStranger(account: string | undefined, { configuration }: Services): void {
  const known = configuration.accounts.map(({ username }) => username);
  if (account === undefined || known.includes(account)) return;
  // Not named: what stands there may be anything, a token that went into the wrong field included.
  throw new FeedloomError(
    "REQUEST_INVALID",
    `this account is not configured; configured are ${known.join(", ")}`,
  );
}

export const handler = onFirstCall(async () =>
  createHandler((await import("../runtime/aws-services.ts")).awsServices()),
);
