import { HttpFeedSource } from "../adapters/http/http-feed-source.ts";
import { awsServices } from "./aws-services.ts";
import { environmentNames } from "./environment.ts";
import type { PollerServices } from "./services.ts";
import { userAgent } from "./user-agent.ts";

/** The poller's services on AWS. Apart from the others', whose bundles are half as large without its HTTP client. */
export function awsPollerServices(): PollerServices {
  const services = awsServices();
  const feedSource = new HttpFeedSource({
    allowPrivate: process.env[environmentNames.allowPrivateFeeds] === "1",
    userAgent: userAgent(services.configuration.contact),
    clock: services.clock,
  });
  return { ...services, feedSource };
}
