import { CfnOutput, Duration, RemovalPolicy, Stack, type StackProps, Validations } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import type { Construct } from "constructs";
import type { Configuration } from "../functions/core/configuration.ts";
import { Alarms } from "./alarms.ts";
import { Bus } from "./bus.ts";
import { ByHand } from "./by-hand.ts";
import { Dashboard } from "./dashboard.ts";
import { FeedPoller } from "./feed-poller.ts";
import { Ledger } from "./ledger.ts";
import { OAuthCallback } from "./oauth-callback.ts";
import { Publisher } from "./publisher.ts";
import { TokenRefresher } from "./token-refresher.ts";
import { Vault } from "./vault.ts";

export interface FeedloomStackProps extends StackProps {
  configuration: Configuration;
  /** The folder with a bundle for each job; see `bin/bundle.ts`. */
  bundles: string;
}

const onDestroyWords = {
  keep: "cdk destroy keeps the tokens and the ledger",
  "remove-everything": "cdk destroy removes everything, the tokens and the ledger included",
};

/** All of Feedloom on AWS. */
export class FeedloomStack extends Stack {
  constructor(scope: Construct, id: string, props: FeedloomStackProps) {
    const { onDestroy = "keep" } = props.configuration;
    const description = `Feedloom: puts a blog's feed on Threads. ${onDestroyWords[onDestroy]}.`;
    super(scope, id, { description, ...props });
    const { bundles, configuration } = props;

    // What keeps something.
    const accounts = configuration.accounts.map(({ username }) => username);
    const whenGone = onDestroy === "keep" ? RemovalPolicy.RETAIN : RemovalPolicy.DESTROY;
    const vault = new Vault(this, "Vault", accounts, whenGone);
    const ledger = new Ledger(this, "Ledger", whenGone);
    const bus = new Bus(this, "Bus");
    // Calls that AWS could not make. Nothing in it needs doing again: the next tick does; it says that something is wrong.
    const undelivered = new Queue(this, "Undelivered", {
      retentionPeriod: Duration.days(14),
      enforceSSL: true,
    });
    Validations.of(undelivered).acknowledge({
      id: "AwsSolutions-SQS3",
      reason:
        "It is itself where undelivered calls end: of the schedules and the bus, which the rule does not see.",
    });

    // The four jobs, and what wakes each.
    const oauthCallback = new OAuthCallback(this, "OAuthCallback", {
      bundles,
      concurrency: configuration.callbackConcurrency,
    });
    const tokenRefresher = new TokenRefresher(this, "TokenRefresher", { bundles, undelivered });
    const feedPoller = new FeedPoller(this, "FeedPoller", { bundles, undelivered });
    const publisher = new Publisher(this, "Publisher", { bundles, bus, undelivered });

    // Who may touch what.
    vault.grantReadAppSecret(oauthCallback.job);
    vault.grantReadAndWriteTokens(oauthCallback.job);
    ledger.grantOneTimeValues(oauthCallback.job);
    ledger.grantAccounts(oauthCallback.job);
    ledger.grantPosts(oauthCallback.job);

    vault.grantReadAndWriteTokens(tokenRefresher.job);
    ledger.grantAccounts(tokenRefresher.job);

    ledger.grantFeeds(feedPoller.job);
    ledger.grantAccounts(feedPoller.job);
    ledger.grantPosts(feedPoller.job);

    vault.grantReadTokens(publisher.job);
    ledger.grantLeases(publisher.job);
    ledger.grantAccounts(publisher.job);
    ledger.grantPosts(publisher.job);

    const byName = {
      oauthCallback: oauthCallback.job,
      tokenRefresher: tokenRefresher.job,
      feedPoller: feedPoller.job,
      publisher: publisher.job,
    };
    for (const job of Object.values(byName)) bus.grantAnnounce(job);

    // What watches, and what a person may start.
    const { topic, all: alarms } = new Alarms(this, "Alarms", {
      jobs: byName,
      apiFaults: oauthCallback.faults,
      undelivered,
      email: configuration.alarmEmail,
    });
    bus.tell("TellTrouble", ["FeedFailing", "AccountDisconnected"], topic, undelivered);
    const dashboard = new Dashboard(this, "Dashboard", {
      alarms,
      jobs: Object.values(byName),
      apiFaults: oauthCallback.faults,
      undelivered,
      connectUrl: `${oauthCallback.url}/connect`,
    });
    const byHand = new ByHand(this, "ByHand", { configuration, jobs: byName });
    // What may fail an account's first deployment comes before what would be left behind by it.
    if (byHand.registry !== undefined) {
      vault.node.addDependency(byHand.registry);
      ledger.node.addDependency(byHand.registry);
    }

    // What people and scripts ask for by name.
    const outputs = {
      ConnectUrl: `${oauthCallback.url}/connect`,
      RedirectCallbackUrl: `${oauthCallback.url}/callback`,
      UninstallCallbackUrl: `${oauthCallback.url}/uninstall`,
      DeleteCallbackUrl: `${oauthCallback.url}/delete`,
      AppSecretName: vault.appSecretName,
      EventBusName: bus.bus.eventBusName,
      LedgerTableName: ledger.table.tableName,
      OAuthCallbackFunctionName: oauthCallback.job.functionName,
      TokenRefresherFunctionName: tokenRefresher.job.functionName,
      FeedPollerFunctionName: feedPoller.job.functionName,
      PublisherFunctionName: publisher.job.functionName,
      DashboardUrl: dashboard.url,
      AlarmTopicArn: topic.topicArn,
      UndeliveredQueueUrl: undelivered.queueUrl,
      OnDestroy: onDestroyWords[onDestroy],
    };
    for (const [name, value] of Object.entries(outputs)) new CfnOutput(this, name, { value });
  }
}
