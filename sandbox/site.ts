import type { SandboxBehaviour } from "./behaviour.ts";
import type { SandboxClock } from "./clock.ts";
import type { Faults } from "./faults.ts";
import type { LateCalls } from "./late-calls.ts";
import type { MediaStore } from "./media-store.ts";
import type { CallLog } from "./record.ts";
import type { World } from "./world.ts";

/** Which link pages are fetched for their cards. */
export type CardReach = "off" | "loopback" | "any";

/** One running sandbox, as its routes see it. */
export interface Site {
  readonly clock: SandboxClock;
  readonly world: World;
  readonly behaviour: SandboxBehaviour;
  readonly faults: Faults;
  readonly late: LateCalls;
  readonly log: CallLog;
  readonly media: MediaStore;
  readonly app: { clientId: string; clientSecret: string };
  readonly redirectUris: Set<string>;
  readonly cards: CardReach;
  /** Instants of each person's calls within the last 24 hours. */
  readonly callsOf: Map<string, Date[]>;
  /** Known once the port is. */
  baseUrl(): string;
  /** Writes the state down; called before a call that changed it is answered. */
  save(): void;
}
