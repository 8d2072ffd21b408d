import * as z from "zod";
import { storedDate } from "./stored-date.ts";

/**
 * What the ledger knows of an account. No secret; the expiry stands here as well as in the vault, so that the
 * poller can report it at each tick without reading a secret and without the refresher having run.
 */
export const accountRecordSchema = z.object({
  account: z.string(),
  state: z.enum(["connected", "disconnected"]),
  /** Whose it is, since its first connect: another's token is refused. Gone with a deletion that its owner asked for. */
  userId: z.string().exactOptional(),
  /** Whom whoever runs Feedloom agreed to in the owner's place, until that one connects. */
  acceptedUserId: z.string().exactOptional(),
  changedAt: storedDate,
  tokenExpiresAt: storedDate.exactOptional(),
  /** Why it is disconnected, for people. */
  words: z.string().exactOptional(),
});
export type AccountRecord = z.output<typeof accountRecordSchema>;
