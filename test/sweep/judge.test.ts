import { describe, expect, it } from "vitest";
import type { RecordedPost } from "../../sandbox/record.ts";
import type { Standing } from "./jobs.ts";
import { judge, noFindings } from "./judge.ts";
import { chainWords } from "./the-set.ts";

const account = "bronzfronz";
let ids = 0;

function aPost(text: string, replyToId?: string): RecordedPost {
  ids += 1;
  const id = String(ids);
  return {
    ...{ id, containerId: `c${id}`, userId: "1", username: account, mediaType: "TEXT", text },
    ...{ link: undefined, imageUrl: undefined, videoUrl: undefined, altText: undefined, topicTag: undefined },
    ...{ replyToId, replyControl: undefined, countryCodes: undefined, isSpoiler: false, children: undefined },
    ...{ shortcode: id, publishedAt: new Date(0), goneAt: undefined },
  };
}

const standing = (title: string, shelf: Standing["shelf"] = "published"): Standing => {
  return { account, title, shelf, words: "" };
};
const entries = [{ title: "A" }, { title: "B" }];
const both = [standing("A"), standing("B")];
const chain = [{ title: "C", isChain: true }];

/** A chain of two replies, as it should be. */
function aChain(cut = 80): [RecordedPost, RecordedPost, RecordedPost] {
  const root = aPost("C\n\nhttps://blog.example/c");
  const first = aPost(`${chainWords.slice(0, cut).join(" ")}\n\n2/3`, root.id);
  return [root, first, aPost(`${chainWords.slice(80).join(" ")}\n\n3/3`, first.id)];
}

const found = (...judged: Parameters<typeof judge>) => judge(...judged).findings;

describe("the judge of a run", () => {
  it("finds nothing where all is out once and in order", () => {
    expect(judge([account], entries, [aPost("A\n\nmore"), aPost("B")], both)).toEqual({
      findings: noFindings,
      words: [],
    });
    expect(found([account], chain, aChain(), [standing("C")])).toEqual(noFindings);
  });

  it.each<[keyof typeof noFindings, string, RecordedPost[], Standing[]]>([
    ["doubled", "a post that is out twice", [aPost("A"), aPost("B"), aPost("A")], both],
    [
      "doubled",
      "... although the ledger calls it failed nowhere",
      [aPost("A"), aPost("A"), aPost("B")],
      both,
    ],
    ["lost", "a post that the ledger calls published and nobody saw", [aPost("A")], both],
    ["lost", "an entry of which nobody knows", [aPost("A")], [standing("A")]],
    ["lost", "a post that stays open", [aPost("A")], [standing("A"), standing("B", "open")]],
    ["outOfOrder", "a later one that was faster", [aPost("B"), aPost("A")], both],
    ["failed", "one that is called failed", [aPost("A")], [standing("A"), standing("B", "failed")]],
    [
      "failed",
      "one that is called failed and is out",
      [aPost("A"), aPost("B")],
      [standing("A"), standing("B", "failed")],
    ],
    ["held", "one that is held", [aPost("A")], [standing("A"), standing("B", "held")]],
    ["held", "one that waits for a connection", [aPost("A")], [standing("A"), standing("B", "reconnect")]],
  ])("counts as %s %s", (what, _, posts, standings) => {
    expect(found([account], entries, posts, standings)).toEqual({ ...noFindings, [what]: 1 });
  });

  it("knows no order where a post had to step aside", () => {
    const posts = [aPost("B"), aPost("A")];
    expect(found([account], entries, posts, both, new Set([account]))).toEqual(noFindings);
  });

  it("counts a chain's part that is out twice, missing, or in another place", () => {
    const [root, first, second] = aChain();
    const again = { ...second, id: "again" };
    expect(found([account], chain, [root, first, second, again], [standing("C")]).doubled).toBe(1);
    expect(found([account], chain, [root, first], [standing("C")]).lost).toBe(1);
    expect(found([account], chain, [root], [standing("C")]).lost).toBe(1);
    const astray = { ...second, replyToId: root.id };
    expect(found([account], chain, [root, first, astray], [standing("C")]).doubled).toBeGreaterThan(0);
    const swapped = [root, { ...second, replyToId: root.id }, { ...first, replyToId: second.id }];
    expect(found([account], chain, swapped, [standing("C")]).outOfOrder).toBe(1);
    expect(found([account], chain, aChain(90), [standing("C")]).doubled).toBe(1);
  });
});
