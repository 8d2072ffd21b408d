import type { Template } from "aws-cdk-lib/assertions";
import { describe, expect, it } from "vitest";
import { aTemplate } from "./a-stack.ts";

/** By type of resource, what becomes of it when the stack goes or it leaves the stack. */
const fates = (template: Template, type: string) =>
  Object.values(template.findResources(type)).map(({ DeletionPolicy, UpdateReplacePolicy }) => [
    DeletionPolicy,
    UpdateReplacePolicy,
  ]);

describe("removing the stack", () => {
  it("keeps the ledger and every secret, also of an account that leaves the configuration, and says so", () => {
    const template = aTemplate();
    expect(fates(template, "AWS::DynamoDB::Table")).toEqual([["Retain", "Retain"]]);
    expect(fates(template, "AWS::SecretsManager::Secret")).toEqual(Array(3).fill(["Retain", "Retain"]));
    template.hasOutput("OnDestroy", { Value: "cdk destroy keeps the tokens and the ledger" });
    expect(template.toJSON().Description).toContain("cdk destroy keeps the tokens and the ledger");
  });

  it("protects a ledger that is kept from being deleted by hand, and no other", () => {
    const isProtected = (template: Template) =>
      Object.values(template.findResources("AWS::DynamoDB::Table"))[0]?.Properties.DeletionProtectionEnabled;
    expect(isProtected(aTemplate())).toBe(true);
    expect(isProtected(aTemplate({ onDestroy: "remove-everything" }))).not.toBe(true);
  });

  it("keeps nothing but them", () => {
    const template = aTemplate();
    const resources: Record<string, { Type: string; DeletionPolicy?: string }> = template.toJSON().Resources;
    const kept = Object.values(resources).filter(({ DeletionPolicy }) => DeletionPolicy === "Retain");
    expect(new Set(kept.map(({ Type }) => Type))).toEqual(
      new Set(["AWS::DynamoDB::Table", "AWS::SecretsManager::Secret"]),
    );
  });

  it("takes everything when the configuration says so, and says that", () => {
    const template = aTemplate({ onDestroy: "remove-everything" });
    const text = JSON.stringify(template.toJSON());
    expect(text).not.toContain('"Retain');
    expect(text).not.toContain('"Snapshot"');
    template.hasOutput("OnDestroy", {
      Value: "cdk destroy removes everything, the tokens and the ledger included",
    });
  });
});
