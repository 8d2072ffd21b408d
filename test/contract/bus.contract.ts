import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { FeedloomEvent } from "../../functions/core/events.ts";
import type { Bus } from "../../functions/ports/bus.ts";

export interface BusHouse {
  bus: Bus;
  /** What listeners were told so far. */
  heard(): Promise<FeedloomEvent[]>;
  close(): void | Promise<void>;
}

export interface BusDifferences {
  /** Listeners hear of events one after the other; absent: in any order. */
  keepsOrder?: boolean;
  /** A bus of the same kind that is out of reach; absent where there is nothing to be out of reach. */
  outOfReach?: () => Bus;
}

export const pendingIn = (account: string): FeedloomEvent => ({ type: "PostsPending", detail: { account } });

/** Every promise of `functions/ports/bus.ts`. @param fresh - makes a bus that nobody used. */
export function busContract(name: string, fresh: () => Promise<BusHouse>, differences: BusDifferences): void {
  describe(`the bus in ${name}`, () => {
    let house: BusHouse;
    beforeEach(async () => {
      house = await fresh();
    });
    afterEach(() => house.close());

    it("tells what was announced, with its whole detail", async () => {
      const published: FeedloomEvent = {
        type: "PostPublished",
        detail: {
          account: "bronzfronz",
          feed: "https://blog.example/feed.xml",
          post: "00ff",
          title: "Grüße 👋🏽 “quoted”",
          permalink: "https://www.threads.net/@bronzfronz/post/x",
        },
      };
      await house.bus.announce([published]);
      expect(await house.heard()).toEqual([published]);
    });

    it("takes any number of events at once, and none", async () => {
      await house.bus.announce([]);
      expect(await house.heard()).toEqual([]);
      const many = Array.from({ length: 25 }, (_, index) => pendingIn(`account-${index}`));
      await house.bus.announce(many);
      const sorted = (events: FeedloomEvent[]) => events.map((event) => JSON.stringify(event)).toSorted();
      expect(sorted(await house.heard())).toEqual(sorted(many));
      if (differences.keepsOrder) expect(await house.heard()).toEqual(many);
    });

    const { outOfReach } = differences;
    if (outOfReach !== undefined) {
      it("fails with STORE_UNAVAILABLE when it is out of reach", async () => {
        const broken = outOfReach();
        const announced = broken.announce([pendingIn("bronzfronz")]);
        await expect(announced).rejects.toMatchObject({ code: "STORE_UNAVAILABLE" });
        await broken.announce([]);
      });
    }
  });
}
