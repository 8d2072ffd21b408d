import type { AppSecret, Token, VaultEntry } from "../core/token.ts";

/**
 * Where tokens live. What it holds is text of the shapes in `core/token.ts`, the same in every adapter, so that a
 * person can paste `{"accessToken": "…"}` into it.
 *
 * Every method fails with FeedloomError `STORE_UNAVAILABLE`; a failed write leaves the former token readable.
 */
export interface Vault {
  /**
   * @param options.fresh - look behind any cache: after Meta refused a token, a renewed one may be there.
   */
  read(account: string, options?: { fresh?: boolean }): Promise<VaultEntry>;

  /** Replaces what is there in one step: a reader sees the old token or the new one, never neither. */
  write(account: string, token: Token): Promise<void>;

  /** Removes the token; `read` then says `absent`. Again is harmless. */
  erase(account: string): Promise<void>;

  /** The Threads app's id and secret. @returns undefined when nobody filled it in. */
  readAppSecret(): Promise<AppSecret | undefined>;
}
