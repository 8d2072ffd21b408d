import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { jobs } from "../../bin/bundle.ts";
import { aTemplate } from "../lib/a-stack.ts";
import { codeSpansOf, project, readPage } from "./pages.ts";

const picture = readFileSync(`${project}docs/pictures/architecture.svg`, "utf8");
const page = readPage("docs/architecture.md");
const source = (file: string) => readFileSync(`${project}${file}`, "utf8");

/** The texts of the picture that are of a class, each once. */
function drawn(kind: string): string[] {
  const texts = picture.matchAll(/<text class="([^"]+)"[^>]*>([^<]+)<\/text>/g);
  const found = [...texts].filter(([, classes = ""]) => classes.split(" ").includes(kind));
  return [...new Set(found.map(([, , text = ""]) => text))].sort();
}

const statesInCode = [...source("functions/core/post.ts").matchAll(/state: z\.literal\("([a-z-]+)"\)/g)].map(
  ([, state = ""]) => state,
);
const eventsInCode = [...source("functions/core/events.ts").matchAll(/\btype: "(\w+)"/g)].map(
  ([, type]) => type,
);

describe("the picture of the architecture", () => {
  it("has the jobs that are deployed, and no other", () => {
    expect(drawn("job")).toEqual([...jobs].sort());
    for (const job of jobs)
      expect(globSync(`{functions/${job}/handler.ts,lib/${job}.ts}`, { cwd: project })).toHaveLength(2);
  });

  it("has the states that a post can be in, and no other", () => {
    expect(statesInCode.length).toBeGreaterThan(3);
    expect(drawn("state")).toEqual([...new Set(statesInCode)].sort());
  });

  it("has ports that are there", () => {
    expect(drawn("port")).not.toEqual([]);
    for (const port of drawn("port"))
      expect(globSync(`functions/ports/${port}.ts`, { cwd: project })).toHaveLength(1);
  });

  it("has the events that wake the publisher, and no other", () => {
    for (const event of drawn("event")) expect(eventsInCode).toContain(event);
    const rules = Object.values(aTemplate().findResources("AWS::Events::Rule"));
    const types: string[][] = rules.map((rule) => rule.Properties.EventPattern["detail-type"]);
    expect(types).toContainEqual(
      expect.toSatisfy((list: string[]) => list.toSorted().join() === drawn("event").toSorted().join()),
    );
  });

  it("names the services of AWS that the stack is made of", () => {
    const services: Record<string, string> = {
      DynamoDB: "AWS::DynamoDB::Table",
      "Secrets Manager": "AWS::SecretsManager::Secret",
      EventBridge: "AWS::Events::EventBus",
      Lambda: "AWS::Lambda::Function",
      "API Gateway": "AWS::ApiGatewayV2::Api",
      Scheduler: "AWS::Scheduler::Schedule",
    };
    const template = aTemplate();
    const hosts = drawn("host").join("\n");
    for (const [name, type] of Object.entries(services)) {
      expect(hosts).toContain(name);
      expect(Object.keys(template.findResources(type)), name).not.toEqual([]);
    }
  });
});

describe("the page about the architecture", () => {
  it("has every port and every job, with its construct", () => {
    const spans = codeSpansOf(page);
    for (const port of globSync("functions/ports/*.ts", { cwd: project })) expect(spans).toContain(port);
    for (const job of jobs)
      expect(spans).toEqual(expect.arrayContaining([job, `lib/${job}.ts`, `functions/${job}`]));
  });

  it("has every adapter", () => {
    const classes = globSync("functions/adapters/*/*.ts", { cwd: project }).filter((file) =>
      /export class \w+ implements /.test(source(file)),
    );
    expect(classes.length).toBeGreaterThan(8);
    expect(classes.filter((file) => !page.includes(`\`${file}\``))).toEqual([]);
  });

  it("has every state and every reason", () => {
    const reasons = [
      ...source("functions/core/post.ts").matchAll(/reason: z\.enum\(\[([^\]]+)\]\)/g),
    ].flatMap(([, list = ""]) => [...list.matchAll(/"([a-z-]+)"/g)].map(([, reason = ""]) => reason));
    expect(reasons.length).toBeGreaterThan(5);
    const spans = codeSpansOf(page);
    for (const name of [...statesInCode, ...reasons]) expect(spans).toContain(name);
  });

  it("has the shelves", () => {
    const shelves = /export const shelves = \[([^\]]+)\]/.exec(source("functions/core/post.ts"))?.[1] ?? "";
    const names = [...shelves.matchAll(/"(\w+)"/g)].map(([, name]) => name);
    expect(names).toHaveLength(6);
    for (const name of names) expect(codeSpansOf(page)).toContain(name);
  });
});
