import type { Server } from "node:http";
import type { AwsPlace } from "../../functions/adapters/aws/clients.ts";

/** What a client of the SDK must have to send at all; nobody on loopback checks it. */
export const anyCredentials = {
  region: "eu-west-1",
  credentials: { accessKeyId: "test", secretAccessKey: "test" },
} satisfies AwsPlace;

/** Where nobody listens: port 1 of loopback refuses at once. Tried once, since the answer will not change. */
export const nowhere: AwsPlace = { ...anyCredentials, endpoint: "http://127.0.0.1:1", maxAttempts: 1 };

export function portOf(server: Server): number {
  const address = server.address();
  if (address === null || typeof address === "string")
    throw new Error("the server does not listen on a port");
  return address.port;
}
