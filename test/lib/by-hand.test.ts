import { Match, type Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import * as z from "zod";
import { readConfiguration } from "../../functions/core/configuration.ts";
import * as feedPoller from "../../functions/feed-poller/handler.ts";
import * as oauthCallback from "../../functions/oauth-callback/handler.ts";
import * as publisher from "../../functions/publisher/handler.ts";
import * as tokenRefresher from "../../functions/token-refresher/handler.ts";
import { testEvents } from "../../lib/by-hand.ts";
import { aTemplate } from "./a-stack.ts";

const schemas = z.record(
  z.string(),
  z.object({
    Properties: z.object({
      RegistryName: z.literal("lambda-testevent-schemas"),
      Type: z.literal("OpenApi3"),
      SchemaName: z.object({
        "Fn::Join": z.tuple([
          z.literal(""),
          z.tuple([z.literal("_"), z.object({ Ref: z.string() }), z.literal("-schema")]),
        ]),
      }),
      Content: z.string(),
    }),
  }),
);
const contentSchema = z.object({
  openapi: z.literal("3.0.0"),
  paths: z.object({}),
  components: z.object({
    schemas: z.object({ Event: z.object({ type: z.literal("object") }) }),
    examples: z.record(
      z.string().regex(/^[a-z-]{1,64}$/),
      z.strictObject({ value: z.record(z.string(), z.unknown()) }),
    ),
  }),
});

const offered = (template: Template) =>
  Object.values(schemas.parse(template.findResources("AWS::EventSchemas::Schema"))).map(({ Properties }) => ({
    job: Properties.SchemaName["Fn::Join"][1][1].Ref.replace(/Function.*/, ""),
    examples: contentSchema.parse(JSON.parse(Properties.Content)).components.examples,
  }));

const events = testEvents(
  readConfiguration({ accounts: ["bronzfronz"], feeds: ["https://blog.example/feed.xml"] }),
);

describe("test events", () => {
  it("are offered for each function, under its name and in the console's form", () => {
    const found = offered(aTemplate());
    expect(found.map(({ job }) => job).toSorted()).toEqual([
      "FeedPoller",
      "OAuthCallback",
      "Publisher",
      "TokenRefresher",
    ]);
    for (const { examples } of found) expect(Object.keys(examples).length).toBeGreaterThan(0);
  });

  it("name the first account and the first feed of the configuration", () => {
    const text = JSON.stringify(offered(aTemplate({ accounts: ["somebody"] })));
    expect(text).toContain('"account":"somebody"');
    expect(text).toContain('"feed":"https://blog.example/feed.xml"');
  });

  it("cover every payload that can be sent by hand, each with its dry run", () => {
    const fields = (of: Record<string, object>) => new Set(Object.values(of).flatMap(Object.keys));
    expect(fields(events.publisher)).toEqual(
      new Set(["account", "text", "link", "imageUrl", "altText", "topicTag", "key", "dryRun"]),
    );
    expect(fields(events.feedPoller)).toEqual(new Set(["feed", "backfill", "dryRun"]));
    expect(fields(events.tokenRefresher)).toEqual(new Set(["account"]));
    for (const group of [events.publisher, events.feedPoller]) {
      for (const [name, payload] of Object.entries(group)) {
        if (name.endsWith("-dry-run")) continue;
        expect(group[`${name}-dry-run`], name).toEqual({ ...payload, dryRun: true });
      }
    }
  });

  it.each([
    ["publisher", publisher, events.publisher],
    ["feed-poller", feedPoller, events.feedPoller],
    ["token-refresher", tokenRefresher, events.tokenRefresher],
    ["oauth-callback", oauthCallback, events.oauthCallback],
  ])("of the %s can be read by it", (_, handler: object, payloads) => {
    // Checked as soon as a handler says what it reads.
    if (!("payloadSchema" in handler) || !(handler.payloadSchema instanceof z.ZodType)) return;
    for (const [name, payload] of Object.entries(payloads)) {
      expect(handler.payloadSchema.safeParse(payload), name).toMatchObject({ success: true });
    }
  });

  it("hold no token, code or secret", () => {
    expect(JSON.stringify(events)).not.toMatch(/token"|secret|code"|THAA/i);
  });
});

describe("the registry of test events", () => {
  const registry = { RegistryName: "lambda-testevent-schemas" };

  it("is made, unless the account has it, and then before anything that would be left behind", () => {
    const template = aTemplate();
    template.hasResourceProperties("AWS::EventSchemas::Registry", registry);
    const after = { DependsOn: Match.arrayWith([Match.stringLikeRegexp("^ByHandRegistry")]) };
    for (const type of ["AWS::EventSchemas::Schema", "AWS::SecretsManager::Secret", "AWS::DynamoDB::Table"]) {
      template.allResources(type, after);
    }
  });

  it("is left to the account that has it", () => {
    const template = aTemplate({}, { "feedloom:testEventRegistry": "existing" });
    template.resourceCountIs("AWS::EventSchemas::Registry", 0);
    template.resourceCountIs("AWS::EventSchemas::Schema", 4);
  });

  it("is not wanted where there are to be no test events", () => {
    const template = aTemplate({}, { "feedloom:testEventRegistry": "none" });
    template.resourceCountIs("AWS::EventSchemas::Registry", 0);
    template.resourceCountIs("AWS::EventSchemas::Schema", 0);
  });

  it("fails at synth with one sentence when something else is asked for", () => {
    expect(() => aTemplate({}, { "feedloom:testEventRegistry": "maybe" })).toThrow(
      "feedloom:testEventRegistry must be one of create, existing, none; correct it in cdk.json",
    );
  });
});
