import { DescribeTableCommand } from "@aws-sdk/client-dynamodb";
import { expect, it, onTestFinished } from "vitest";
import { awsClients } from "../../functions/adapters/aws/clients.ts";
import { nowhere } from "../support/loopback-aws.ts";

// The SDK only logs that a time-out is over, unless it is told to end the call.
it("a call to AWS that is not answered in three seconds is ended", async () => {
  const { dynamoDB } = awsClients(nowhere);
  onTestFinished(() => dynamoDB.destroy());
  // What a client was made with it tells once it was used.
  await expect(dynamoDB.send(new DescribeTableCommand({ TableName: "any" }))).rejects.toThrow();
  expect(dynamoDB.config.requestHandler).toMatchObject({
    config: { connectionTimeout: 1000, requestTimeout: 3000, throwOnRequestTimeout: true },
  });
});
