import type { Clock } from "../../functions/ports/clock.ts";
import type { Vault } from "../../functions/ports/vault.ts";

const keptForInMs = 5 * 60_000;

/** A vault as a warm process sees it: tokens that were read are kept for minutes, as the adapter for AWS does. */
export function warmVault(vault: Vault, clock: Pick<Clock, "now">): Vault {
  const kept = new Map<string, { entry: Awaited<ReturnType<Vault["read"]>>; until: number }>();
  return {
    async read(account, options) {
      const known = kept.get(account);
      if (known !== undefined && options?.fresh !== true && clock.now().getTime() < known.until)
        return known.entry;
      const entry = await vault.read(account, options);
      if (entry.kind === "token") kept.set(account, { entry, until: clock.now().getTime() + keptForInMs });
      else kept.delete(account);
      return entry;
    },
    async write(account, token) {
      kept.delete(account);
      await vault.write(account, token);
    },
    async erase(account) {
      kept.delete(account);
      await vault.erase(account);
    },
    readAppSecret: () => vault.readAppSecret(),
  };
}
