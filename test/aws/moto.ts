import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { createInterface } from "node:readline";
import { setTimeout } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import * as z from "zod";
import type { AwsPlace } from "../../functions/adapters/aws/clients.ts";
import { anyCredentials } from "../support/loopback-aws.ts";

const script = fileURLToPath(new URL("moto_cfn.py", import.meta.url));
const secondsToStart = 60;

const deliveriesSchema = z.array(z.object({ rule: z.string(), function: z.string(), event: z.unknown() }));
const schemasSchema = z.record(
  z.string(),
  z.object({ SchemaName: z.string().optional(), Content: z.string().optional() }),
);
const noticesSchema = z.array(z.object({ topic: z.string(), type: z.string(), message: z.unknown() }));
const refusalsSchema = z.array(z.object({ who: z.string(), action: z.string() }));

/** moto's server with `moto_cfn.py`, on loopback, in a process of its own. It holds everything in memory. */
export class Moto {
  /** Spelled "localhost": by its number, moto takes the template's address for a bucket called 127. */
  readonly url: string;
  readonly #log: string[];
  readonly #end: () => Promise<void>;

  private constructor(url: string, log: string[], end: () => Promise<void>) {
    this.url = url;
    this.#log = log;
    this.#end = end;
  }

  static async start(): Promise<Moto> {
    const port = await freePort();
    // While its standard input is open it runs; when this process dies, in whatever way, it ends as well.
    const child = spawn("python3", ["-B", script, String(port)], { stdio: ["pipe", "pipe", "pipe"] });
    const ended = once(child, "close");
    const log: string[] = [];
    for (const stream of [child.stdout, child.stderr]) {
      createInterface({ input: stream }).on("line", (line) => log.push(line));
    }
    const moto = new Moto(`http://localhost:${port}`, log, async () => {
      child.kill("SIGKILL");
      await ended;
    });
    for (let attempt = 0; attempt < secondsToStart * 5 && child.exitCode === null; attempt += 1) {
      if (await moto.#ask("ready").catch(() => false)) return moto;
      await setTimeout(200);
    }
    await moto.close();
    throw new Error(`moto did not start within ${secondsToStart} s:\n${log.slice(-20).join("\n")}`);
  }

  get place(): AwsPlace {
    return { ...anyCredentials, endpoint: this.url };
  }

  /** What moto could not do. It may answer with success all the same, after the client's second attempt. */
  get failures(): string[] {
    return this.#log.filter((line) => /" 5\d\d |^Traceback|^\w*(Error|Exception)\b/.test(line));
  }

  /** The events whose rules named a function, since the last call. */
  async deliveries(): Promise<z.output<typeof deliveriesSchema>> {
    return deliveriesSchema.parse(await this.#ask("deliveries"));
  }

  /** What rules have sent to topics, since the last call. */
  async notices(): Promise<z.output<typeof noticesSchema>> {
    return noticesSchema.parse(await this.#ask("notices"));
  }

  /** What was refused for want of a permission, since the last call. */
  async refusals(): Promise<z.output<typeof refusalsSchema>> {
    return refusalsSchema.parse(await this.#ask("refusals"));
  }

  /** EventBridge's schemas and registries by their ARNs; moto itself does not know them. */
  async schemas(): Promise<z.output<typeof schemasSchema>> {
    return schemasSchema.parse(await this.#ask("schemas"));
  }

  /** From now on every call needs a known key, a right signature, and a permission; or none does. */
  async enforcePermissions(isOn: boolean): Promise<void> {
    const answer = await fetch(`${this.url}/moto-api/reset-auth`, {
      method: "POST",
      body: isOn ? "0" : "inf",
    });
    if (!answer.ok) throw new Error(`moto does not set its authentication: ${answer.status}`);
  }

  close(): Promise<void> {
    return this.#end();
  }

  async #ask(what: string): Promise<unknown> {
    return (await fetch(`${this.url}/moto-cfn/${what}`)).json();
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("no port is free");
  return address.port;
}
