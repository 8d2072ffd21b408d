import { expect, it } from "vitest";
import { isOpenPost, type OpenPost } from "../../functions/core/post.ts";
import { nextTurn, passed } from "../../functions/core/refused-line.ts";
import { aPost } from "../support/ledger-records.ts";

const at = new Date("2026-11-20T08:00:00Z");
const aside = { step: "create" as const, since: at, at, times: 1, code: "100", words: "No." };

function refused(id: string): OpenPost {
  const effort = { containers: 0, refusals: 0, without: [], aside };
  const post = { ...aPost({ id, life: { state: "pending", effort, notBefore: at } }), changedAt: at };
  if (!isOpenPost(post)) throw new Error("it is not open");
  return post;
}

it("what is noted of a refused post leaves when it began to wait", () => {
  const line = [refused("one"), refused("two")];
  const turn = nextTurn(line, new Date(at.getTime() + 60_000));
  expect(turn).toMatchObject({ kind: "tell", noted: { changedAt: at } });
  for (const post of line) expect(passed(post)).toMatchObject({ changedAt: at });
});
