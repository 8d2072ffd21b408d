import { storedCounts } from "../calls/stored-counts.ts";
import { type Bill, billOf, type Use } from "./bill.ts";
import { workOf } from "./call-costs.ts";
import { type Limit, limitsOf } from "./limits.ts";
import { pricesAsOf, pricesRegion } from "./prices.ts";
import { type StackParts, stackParts } from "./stack-parts.ts";

const uses: Use[] = [
  { feeds: 1, accounts: 1 },
  { feeds: 10, accounts: 1 },
  { feeds: 1_000, accounts: 1 },
  { feeds: 10_000, accounts: 1 },
  { feeds: 1_000, accounts: 1_000 },
  { feeds: 10_000, accounts: 10_000 },
];

/** For what binds first. */
const large: Use[] = [
  { feeds: 10_000, accounts: 1_000 },
  { feeds: 1_000_000, accounts: 1_000 },
  { feeds: 1_000_000, accounts: 100_000 },
];

export interface Goal {
  name: string;
  dollars: number;
  /** The most that it may be. */
  goal: number;
  isReached: boolean;
}

export interface Costs {
  asOf: string;
  region: string;
  stack: StackParts;
  bills: Bill[];
  goals: Goal[];
  limits: { use: Use; limits: Limit[] }[];
}

export function costs(): Costs {
  const stack = stackParts();
  const work = workOf(storedCounts());
  const bill = (use: Use) => billOf(use, stack, work);
  const one = bill({ feeds: 1, accounts: 1 });
  const [ten, eleven] = [bill({ feeds: 10, accounts: 1 }), bill({ feeds: 11, accounts: 1 })];
  const further = eleven.totalWithFreeTiers - ten.totalWithFreeTiers;
  const furtherUnfree = eleven.total - ten.total;
  return {
    asOf: pricesAsOf,
    region: pricesRegion,
    stack,
    bills: uses.map(bill),
    limits: large.map((use) => ({ use, limits: limitsOf(use, stack, work) })),
    goals: [
      goal("one blog and one account, with the free tiers", one.totalWithFreeTiers, 0.85),
      goal("one further feed for the same account, with the free tiers", further, 0.01),
      goal("the same, without them", furtherUnfree, 0.01),
    ],
  };
}

function goal(name: string, dollars: number, most: number): Goal {
  return { name, dollars, goal: most, isReached: dollars <= most };
}
