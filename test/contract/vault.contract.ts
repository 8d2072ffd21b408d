import { inspect } from "node:util";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Vault } from "../../functions/ports/vault.ts";
import { minutesAfter } from "../support/ledger-records.ts";
import { aToken, plainly, plainToken, planted } from "../support/vault-tokens.ts";

/** One backing store as two processes see it. */
export interface VaultPair {
  one: Vault;
  other: Vault;
  /** A vault of the same kind whose store is out of reach. */
  broken: Vault;
  /** What a person does in the console or on the command line, for the accounts below. */
  paste(account: string, text: string): Promise<void>;
  pasteAppSecret(text: string): Promise<void>;
  /** From now on the store refuses every write, until `close`. */
  refuseWrites(): unknown;
  /** All that anybody could still get out of the store about an account. */
  remains(account: string): string;
  /** The clock goes on by so many minutes. */
  waitMinutes(minutes: number): void;
  close(): void | Promise<void>;
}

export interface VaultDifferences {
  /** So long a process may go on with a token that it has read; absent: it reads the store each time. */
  keptForMinutes?: number;
}

/** The accounts that a fresh vault has places for. */
export const accounts = ["bronzfronz", "another"];

/** Every promise of `functions/ports/vault.ts`. @param fresh - makes an empty vault. */
export function vaultContract(
  name: string,
  fresh: () => Promise<VaultPair>,
  differences: VaultDifferences,
): void {
  describe(`the vault in ${name}`, () => {
    const account = "bronzfronz";
    let pair: VaultPair;
    beforeEach(async () => {
      pair = await fresh();
    });
    afterEach(() => pair.close());

    const readOther = async (options?: { fresh: boolean }) =>
      plainly(await pair.other.read(account, options));

    it("has nothing for an account that never connected", async () => {
      expect(await readOther()).toBe("absent");
    });

    it("gives a token back whole, to others too, and to its account only", async () => {
      await pair.one.write(account, aToken());
      expect(await readOther()).toEqual(plainToken(aToken()));
      expect(plainly(await pair.other.read("another"))).toBe("absent");
    });

    it("gives the new token after it was replaced, to who asks behind any cache", async () => {
      await pair.one.write(account, aToken());
      expect(await readOther()).toEqual(plainToken(aToken()));
      const renewed = aToken({ accessToken: "THAA-renewed", issuedAt: minutesAfter(1) });
      await pair.one.write(account, renewed);
      expect(plainly(await pair.one.read(account))).toEqual(plainToken(renewed));
      expect(await readOther({ fresh: true })).toEqual(plainToken(renewed));
      expect(await readOther()).toEqual(plainToken(renewed));
    });

    it(`gives others the new token ${differences.keptForMinutes ? "in time" : "at once"}`, async () => {
      await pair.one.write(account, aToken());
      await readOther();
      await pair.one.write(account, aToken({ accessToken: "THAA-renewed" }));
      if (differences.keptForMinutes !== undefined) {
        pair.waitMinutes(differences.keptForMinutes - 1);
        expect(await readOther()).toEqual(plainToken(aToken()));
        pair.waitMinutes(1);
      }
      expect(await readOther()).toMatchObject({ accessToken: "THAA-renewed" });
    });

    it("never has neither of two tokens while one replaces the other", async () => {
      await pair.one.write(account, aToken());
      const writes = Array.from({ length: 5 }, (_, index) =>
        pair.one.write(account, aToken({ accessToken: `THAA-${index}` })),
      );
      const reads = Array.from({ length: 20 }, () => readOther({ fresh: true }));
      for (const entry of await Promise.all(reads)) {
        expect(entry).toMatchObject({ accessToken: expect.stringMatching(/^THAA-/) });
      }
      await Promise.all(writes);
    });

    it("has the former token after a write that failed with STORE_UNAVAILABLE", async () => {
      await pair.one.write(account, aToken());
      await pair.refuseWrites();
      const failure = pair.one.write(account, aToken({ accessToken: "THAA-never" }));
      await expect(failure).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
      expect(plainly(await pair.one.read(account))).toEqual(plainToken(aToken()));
      expect(await readOther({ fresh: true })).toEqual(plainToken(aToken()));
    });

    it("gives what a person pasted, and what is no token it leaves alone and calls unreadable", async () => {
      await pair.paste(account, `{"accessToken": " THAA-pasted-by-hand-and-long "}`);
      expect(await readOther()).toEqual({ pasted: "THAA-pasted-by-hand-and-long" });
      await pair.paste(account, "{}");
      expect(await readOther()).toBe("absent");
      await pair.paste(account, "THAA-without-any-braces");
      expect(await readOther()).toBe("unreadable");
      expect(pair.remains(account)).toContain("THAA-without-any-braces");
      await pair.one.write(account, aToken());
      expect(await readOther()).toEqual(plainToken(aToken()));
    });

    it("has nothing after the token was erased, once or twice, and leaves no trace of it", async () => {
      await pair.one.write(account, aToken());
      await pair.one.write("another", aToken({ accessToken: "THAA-stays" }));
      expect(pair.remains(account)).toContain(planted);
      for (const _ of ["once", "twice"]) {
        await pair.one.erase(account);
        expect(plainly(await pair.one.read(account))).toBe("absent");
        expect(await readOther({ fresh: true })).toBe("absent");
        expect(pair.remains(account)).not.toContain(planted);
      }
      expect(plainly(await pair.one.read("another"))).toMatchObject({ accessToken: "THAA-stays" });
    });

    it("takes a token again after one was erased", async () => {
      await pair.one.erase(account);
      await pair.one.write(account, aToken());
      expect(await readOther()).toEqual(plainToken(aToken()));
    });

    it("has the app's secret once somebody filled it in", async () => {
      expect(await pair.one.readAppSecret()).toBeUndefined();
      await pair.pasteAppSecret('{"clientId": "", "clientSecret": ""}');
      expect(await pair.one.readAppSecret()).toBeUndefined();
      pair.waitMinutes(1);
      await pair.pasteAppSecret('{"clientId": "123", "clientSecret": "s3cret-s3cret"}');
      pair.waitMinutes(1);
      const app = await pair.one.readAppSecret();
      expect([app?.clientId, app?.clientSecret.reveal()]).toEqual(["123", "s3cret-s3cret"]);
    });

    it("fails with STORE_UNAVAILABLE when the store is out of reach, and shows no token in the error", async () => {
      const attempts = [
        pair.broken.read(account),
        pair.broken.write(account, aToken()),
        pair.broken.erase(account),
        pair.broken.readAppSecret(),
      ];
      for (const attempt of await Promise.allSettled(attempts)) {
        expect(attempt).toMatchObject({ status: "rejected", reason: { code: "STORE_UNAVAILABLE" } });
        expect(inspect(attempt, { depth: 20, showHidden: true })).not.toContain(planted);
      }
    });
  });
}
