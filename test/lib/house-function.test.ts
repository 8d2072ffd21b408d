import { App, Duration, Stack } from "aws-cdk-lib";
import { describe, expect, it } from "vitest";
import { HouseFunction } from "../../lib/house-function.ts";

describe("a house function", () => {
  it("refuses to exist without saying who is hurt when it fails", () => {
    const stack = new Stack(new App({ analyticsReporting: false }), "Test");
    const make = () =>
      new HouseFunction(stack, "Function", {
        job: "publisher",
        bundles: "dist",
        description: "Publishes.",
        errorImpact: " ",
        memoryInMb: 256,
        timeout: Duration.minutes(1),
      });
    expect(make).toThrow("Function: say in errorImpact who is hurt, and how, when this function fails");
  });
});
