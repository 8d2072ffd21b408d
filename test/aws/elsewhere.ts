import { anyCredentials } from "../support/loopback-aws.ts";
import { Moto } from "./moto.ts";
import { isElsewhere } from "./requirements.ts";

/** Where the contracts are tried: moto, or what the SDK's environment says. */
export interface Elsewhere {
  isMoto: boolean;
  close(): Promise<void>;
}

/**
 * From now on the SDK's clients in this process, and in programs that it starts, talk to an endpoint: the one that the
 * environment names (`AWS_ENDPOINT_URL`, or one for each service), or a moto of our own.
 */
export async function goElsewhere(): Promise<Elsewhere> {
  const { region, credentials } = anyCredentials;
  const { env } = process;
  env.AWS_REGION ??= region;
  env.AWS_EC2_METADATA_DISABLED = "true";
  if (env.AWS_ACCESS_KEY_ID === undefined && env.AWS_PROFILE === undefined) {
    // An emulator takes any key.
    env.AWS_ACCESS_KEY_ID = credentials.accessKeyId;
    env.AWS_SECRET_ACCESS_KEY = credentials.secretAccessKey;
  }
  if (isElsewhere) return { isMoto: false, close: async () => {} };
  const moto = await Moto.start();
  env.AWS_ENDPOINT_URL = moto.url;
  return { isMoto: true, close: () => moto.close() };
}
