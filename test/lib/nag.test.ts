import { App, type Stack, Validations } from "aws-cdk-lib";
import { Queue } from "aws-cdk-lib/aws-sqs";
import { AwsSolutionsChecks } from "cdk-nag";
import { describe, expect, it } from "vitest";
import { aStack } from "./a-stack.ts";

/** What is accepted is acknowledged with its reason where it is made, in `lib`. */
describe("AWS's list of good practice (cdk-nag, AwsSolutions)", () => {
  const check = (stack: Stack) => {
    const app = stack.node.root;
    if (!(app instanceof App)) throw new Error("the stack stands in no app");
    Validations.of(app).addPlugins(new AwsSolutionsChecks(app));
    app.synth();
  };

  it("finds nothing that is not answered with a reason", () => {
    expect(() => check(aStack())).not.toThrow();
  });

  it("would find something", () => {
    const stack = aStack();
    new Queue(stack, "Careless");
    expect(() => check(stack)).toThrow("AwsSolutions-SQS4");
  });
});
