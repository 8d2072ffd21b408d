import { CfnRegistry, CfnSchema } from "aws-cdk-lib/aws-eventschemas";
import { Construct } from "constructs";
import type { Configuration } from "../functions/core/configuration.ts";
import type { HouseFunction, Jobs } from "./house-function.ts";

/** Whose registry it is: `create` makes it, `existing` uses the one that the account has, `none` leaves the events out. */
const registryChoices = ["create", "existing", "none"] as const;
const registryContext = "feedloom:testEventRegistry";
const registryName = "lambda-testevent-schemas";

/** What stands in `cdk.json` is not what we read there. The message is one sentence for whoever deploys. */
export class ContextError extends Error {
  override readonly name = "ContextError";
}

/** Payloads by the name under which the console offers them. */
export type TestEvents = Record<string, Record<string, unknown>>;

export interface ByHandProps {
  configuration: Configuration;
  jobs: Jobs;
}

/**
 * Events for the console's "Test" tab, for everybody who may see the functions; `docs/by-hand.md` says what each does.
 *
 * The console keeps shareable events as examples in an OpenAPI document, one a function, in a registry of a fixed name.
 * AWS says so of the registry and the schema's name; the document's form is that of AWS's own SAM CLI, which reads and
 * writes the same events. It was never tried against a console from here.
 *
 * The console makes the registry when somebody first shares an event, and CloudFormation can neither adopt it nor look
 * whether it is there. So the default makes it; in an account that has it, the deployment stops at once ("already
 * exists"), before anything that is kept was made, and `"feedloom:testEventRegistry": "existing"` in `cdk.json` goes on
 * with it. One that this stack made goes with the stack, unless others have put schemas into it.
 *
 * @see https://docs.aws.amazon.com/lambda/latest/dg/testing-functions.html#creating-shareable-events
 * @see https://github.com/aws/aws-sam-cli/blob/develop/samcli/lib/shared_test_events/lambda_shared_test_event.py (read 2026-11)
 */
export class ByHand extends Construct {
  /** What must be there first; absent when somebody else made it. */
  readonly registry: CfnRegistry | undefined;

  constructor(scope: Construct, id: string, props: ByHandProps) {
    super(scope, id);
    const choice = registryChoices.find(
      (one) => one === (this.node.tryGetContext(registryContext) ?? "create"),
    );
    if (choice === undefined) {
      throw new ContextError(
        `${registryContext} must be one of ${registryChoices.join(", ")}; correct it in cdk.json`,
      );
    }
    if (choice === "none") return;
    if (choice === "create") {
      this.registry = new CfnRegistry(this, "Registry", {
        registryName,
        description: "Shareable test events of Lambda functions, as the Lambda console expects them.",
      });
    }
    const { jobs } = props;
    const events = testEvents(props.configuration);
    this.#offer("PublisherEvents", jobs.publisher, events.publisher);
    this.#offer("FeedPollerEvents", jobs.feedPoller, events.feedPoller);
    this.#offer("TokenRefresherEvents", jobs.tokenRefresher, events.tokenRefresher);
    this.#offer("OAuthCallbackEvents", jobs.oauthCallback, events.oauthCallback);
  }

  #offer(id: string, job: HouseFunction, events: TestEvents): void {
    const schema = new CfnSchema(this, id, {
      registryName,
      schemaName: `_${job.functionName}-schema`,
      type: "OpenApi3",
      description: `Test events of the ${job.job}.`,
      content: JSON.stringify(document(events)),
    });
    if (this.registry !== undefined) schema.addResourceDependency(this.registry);
  }
}

function document(events: TestEvents): Record<string, unknown> {
  const examples = Object.entries(events).map(([name, value]) => [name, { value }]);
  return {
    openapi: "3.0.0",
    info: { version: "1.0.0", title: "Event" },
    paths: {},
    components: {
      schemas: { Event: { type: "object", properties: {} } },
      examples: Object.fromEntries(examples),
    },
  };
}

/** Every payload that can be sent by hand, filled in with the first account and the first feed of the configuration. */
export function testEvents({ accounts, routes }: Configuration) {
  const account = accounts[0]?.username ?? "";
  const feed = routes[0]?.url ?? "";
  const post = {
    account,
    text: "Hello from Feedloom",
    link: "https://www.example.com/",
    topicTag: "blogging",
    key: "hello-1",
  };
  const picture = {
    account,
    text: "Hello from Feedloom, with a picture",
    imageUrl: "https://www.example.com/picture.jpg",
    altText: "what the picture shows, for those who cannot see it",
    key: "hello-2",
  };
  const publisher: TestEvents = {
    "all-accounts": {},
    "all-accounts-dry-run": { dryRun: true },
    "one-account": { account },
    "one-account-dry-run": { account, dryRun: true },
    "post-text": { account, text: "Hello from Feedloom" },
    "post-text-dry-run": { account, text: "Hello from Feedloom", dryRun: true },
    "post-link": post,
    "post-link-dry-run": { ...post, dryRun: true },
    "post-picture": picture,
    "post-picture-dry-run": { ...picture, dryRun: true },
  };
  const feedPoller: TestEvents = {
    "all-feeds": {},
    "all-feeds-dry-run": { dryRun: true },
    "one-feed": { feed },
    "one-feed-dry-run": { feed, dryRun: true },
    "backfill-three": { feed, backfill: 3 },
    "backfill-three-dry-run": { feed, backfill: 3, dryRun: true },
  };
  const tokenRefresher: TestEvents = { "all-accounts": {}, "one-account": { account } };
  // What the HTTP API sends, as far as it is read. Harmless: Meta would send the browser on, nobody follows it here.
  const oauthCallback: TestEvents = {
    connect: {
      version: "2.0",
      routeKey: "GET /connect",
      headers: {},
      requestContext: { domainName: "the-api.execute-api.example" },
    },
  };
  return { publisher, feedPoller, tokenRefresher, oauthCallback };
}
