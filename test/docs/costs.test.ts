import { describe, expect, it } from "vitest";
import { costs } from "../../bench/bill/costs.ts";
import { costBlocks, readBlock } from "../../bench/page/cost-blocks.ts";

describe("what the pages say of costs and limits", () => {
  const found = costs();

  it.each(costBlocks(found))(
    "is as computed: $block in $page (npm run cost -- --write)",
    ({ page, block, text }) => {
      expect(readBlock(page, block)).toBe(text);
    },
  );

  it("keeps what was aimed at", () => {
    expect(found.goals.filter(({ isReached }) => !isReached)).toEqual([]);
  });
});
