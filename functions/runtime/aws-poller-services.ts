import { HttpFeedSource } from "../adapters/http/http-feed-source.ts";
import { HttpPictures } from "../adapters/http/http-pictures.ts";
import { awsServices } from "./aws-services.ts";
import { environmentNames } from "./environment.ts";
import type { PollerServices } from "./services.ts";
import { userAgent } from "./user-agent.ts";

/** The poller's services on AWS. Apart from the others', whose bundles are half as large without its HTTP client. */
export function awsPollerServices(): PollerServices {
  const services = awsServices();
  const web = {
    allowPrivate: process.env[environmentNames.allowPrivateFeeds] === "1",
    userAgent: userAgent(services.configuration.contact),
  };
  const feedSource = new HttpFeedSource({ ...web, clock: services.clock });
  return { ...services, feedSource, pictures: new HttpPictures(web) };
}
