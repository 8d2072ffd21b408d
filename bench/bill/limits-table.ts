import { markdownTable } from "../page/markdown-table.ts";
import { shortNumber } from "../page/short-number.ts";
import type { Use } from "./bill.ts";
import type { Limit } from "./limits.ts";

/** The limits, the one that binds first on top; a column a use. */
export function limitsTable(uses: { use: Use; limits: Limit[] }[]): string {
  const [first] = uses;
  const whats = (first?.limits ?? []).map(({ what }) => what);
  const tightness = (what: string) =>
    Math.max(...uses.map(({ limits }) => shareOf(limits.find((limit) => limit.what === what))));
  const rows = whats
    .toSorted((a, b) => tightness(b) - tightness(a))
    .map((what) => {
      const each = uses.map(({ limits }) => limits.find((limit) => limit.what === what));
      const [one] = each;
      if (one === undefined) return [what];
      const needs = each.map((limit) => {
        const share = shareOf(limit);
        const words = `${shortNumber(limit?.need ?? 0)} (${shortNumber(share * 100)} %)`;
        return share > 1 ? `**${words}**` : words;
      });
      const source = one.source.startsWith("https:") ? `[source](${one.source})` : one.source;
      return [
        what,
        `${shortNumber(one.most)} ${one.unit}${one.isRaised ? ", raised on request" : ""}`,
        ...needs,
        source,
      ];
    });
  const head = [
    "",
    "limit",
    ...uses.map(({ use }) => `${shortNumber(use.feeds)} feeds → ${shortNumber(use.accounts)} profiles`),
    "",
  ];
  return markdownTable([head, ...rows]);
}

const shareOf = (limit: Limit | undefined) => (limit === undefined ? 0 : limit.need / limit.most);
