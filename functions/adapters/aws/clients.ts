import { DynamoDBClient, type DynamoDBClientConfig } from "@aws-sdk/client-dynamodb";
import { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import { SecretsManagerClient } from "@aws-sdk/client-secrets-manager";

/** Where AWS is: nothing in a function, whose environment says it; tests and emulators name an address. */
export type AwsPlace = Pick<DynamoDBClientConfig, "endpoint" | "region" | "credentials" | "maxAttempts">;

export interface AwsClients {
  dynamoDB: DynamoDBClient;
  secretsManager: SecretsManagerClient;
  eventBridge: EventBridgeClient;
}

/**
 * The SDK's clients, made once in a process. Making them sends nothing.
 *
 * Left to itself the SDK waits without end for an answer, and the function's own time-out would cut the job at an
 * unknown point. With these figures a call has an answer or an error after at most 3 × (1 + 3) s and two pauses,
 * which even the job with the least time (28 s, the callback) can still tell somebody about.
 */
export function awsClients(place: AwsPlace = {}): AwsClients {
  const settings = {
    // Every call of ours may be repeated: reads, conditional writes, and puts with a request token.
    maxAttempts: 3,
    // Not "adaptive", which may hold a call back before it is sent.
    retryMode: "standard",
    requestHandler: {
      // Within a region a connection takes some milliseconds; after a second the next attempt is the better bet.
      connectionTimeout: 1000,
      // The three services answer in tens of milliseconds, and a hundred posts are some hundred KB.
      requestTimeout: 3000,
      // Without it the time-out above is only a warning in the log.
      throwOnRequestTimeout: true,
      // A warm function goes on with its connection; a TLS handshake is most of a small call's time.
      httpsAgent: { keepAlive: true, maxSockets: 20 },
      httpAgent: { keepAlive: true, maxSockets: 20 },
    },
    ...place,
  };
  return {
    dynamoDB: new DynamoDBClient(settings),
    secretsManager: new SecretsManagerClient(settings),
    eventBridge: new EventBridgeClient(settings),
  };
}
