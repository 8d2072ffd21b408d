import type { Server } from "node:http";
import { onTestFinished } from "vitest";
import { closed, listening } from "../rig/loopback.ts";

/** Opens a server on loopback until the test is over. @returns its address, without a path. */
export async function onLoopback(server: Server): Promise<string> {
  const url = `http://127.0.0.1:${await listening(server)}`;
  onTestFinished(() => closed(server));
  return url;
}
