import { RemovalPolicy } from "aws-cdk-lib";
import { AttributeType, BillingMode, ProjectionType, Table } from "aws-cdk-lib/aws-dynamodb";
import { Construct } from "constructs";
import { environmentNames } from "../functions/runtime/environment.ts";
import type { HouseFunction } from "./house-function.ts";

const text = (name: string) => ({ name, type: AttributeType.STRING });
const index = "posts-by-shelf";

/** Partition keys by what they are of, as patterns of IAM. */
const keysOf = { accounts: ["account#*"], feeds: ["feed#*", "poller"], oneTimeValues: ["once#*"] };

/**
 * The ledger's table, laid out as `functions/adapters/aws/dynamo-keys.ts` says (a test compares the two). Unless
 * `onDestroy` says otherwise it stays when the stack goes: it is the memory of what was posted. Its name is its own, so
 * that a new stack can take it over.
 */
export class Ledger extends Construct {
  readonly table: Table;

  constructor(scope: Construct, id: string, removalPolicy: RemovalPolicy) {
    super(scope, id);
    this.table = new Table(this, "Table", {
      tableName: "feedloom-ledger",
      partitionKey: text("pk"),
      sortKey: text("sk"),
      // A blog's few thousand requests a day cost cents; capacity set aside would cost more and could be too little.
      billingMode: BillingMode.PAY_PER_REQUEST,
      timeToLiveAttribute: "ttl",
      // Back to any second of the last weeks: the ledger is the one thing that could not be rebuilt after a mistake of ours.
      pointInTimeRecoverySpecification: { pointInTimeRecoveryEnabled: true },
      removalPolicy,
      // Whoever keeps it keeps it from a slip in the console, too.
      deletionProtection: removalPolicy === RemovalPolicy.RETAIN,
    });
    // Local, not global: only those can be read consistently. It can only be made together with the table.
    this.table.addLocalSecondaryIndex({
      indexName: index,
      sortKey: text("place"),
      projectionType: ProjectionType.KEYS_ONLY,
    });
  }

  /** Accounts' records: what is connected, and until when. */
  grantAccounts(job: HouseFunction): void {
    this.#grant(job, ["GetItem", "PutItem"], keysOf.accounts);
  }

  /** One-time values; a write whose answer was lost is looked at before it is believed. */
  grantOneTimeValues(job: HouseFunction): void {
    this.#grant(job, ["GetItem", "PutItem"], keysOf.oneTimeValues);
  }

  /** Feeds' records, entries' marks, and how far the poller came, which is read with the records. */
  grantFeeds(job: HouseFunction): void {
    this.#grant(job, ["BatchGetItem", "GetItem", "PutItem", "UpdateItem"], keysOf.feeds);
  }

  /** Posts, and finding them by their shelf. */
  grantPosts(job: HouseFunction): void {
    this.#grant(job, ["GetItem", "PutItem"], keysOf.accounts);
    job.mayDo(["dynamodb:Query"], [`${this.table.tableArn}/index/${index}`], keysOf.accounts);
  }

  /** Leases on accounts. */
  grantLeases(job: HouseFunction): void {
    this.#grant(job, ["DeleteItem", "GetItem", "PutItem"], keysOf.accounts);
  }

  #grant(job: HouseFunction, actions: string[], partitionKeys: string[]): void {
    const named = actions.map((action) => `dynamodb:${action}`);
    job.mayDo(named, [this.table.tableArn], partitionKeys);
    job.addEnvironment(environmentNames.ledgerTable, this.table.tableName);
  }
}
