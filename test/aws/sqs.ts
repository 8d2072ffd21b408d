import { createHash, createHmac } from "node:crypto";
import type { EventBridgeClient } from "@aws-sdk/client-eventbridge";
import * as z from "zod";

const hash = (text: string) => createHash("sha256").update(text).digest("hex");
const hmac = (key: string | Buffer, text: string) => createHmac("sha256", key).update(text).digest();

const created = z.object({ QueueUrl: z.string() });
const received = z.object({
  Messages: z.array(z.object({ Body: z.string(), ReceiptHandle: z.string() })).default([]),
});

/** As much of SQS as hearing what a bus said takes: four calls, with any client's region, endpoint and credentials. */
export class Sqs {
  readonly #config: EventBridgeClient["config"];
  readonly #endpoint: string;

  /** @param endpoint - an emulator's; absent: AWS itself. */
  constructor(client: EventBridgeClient, region: string, endpoint = `https://sqs.${region}.amazonaws.com`) {
    this.#config = client.config;
    this.#endpoint = endpoint;
  }

  /** @param waitInSeconds - so long the queue is asked for a first message. */
  async create(QueueName: string, Policy: string, waitInSeconds: number): Promise<string> {
    const Attributes = { Policy, ReceiveMessageWaitTimeSeconds: String(waitInSeconds) };
    return created.parse(await this.#call("CreateQueue", { QueueName, Attributes })).QueueUrl;
  }

  /** Takes at most ten messages out. */
  async take(QueueUrl: string): Promise<string[]> {
    const asked = await this.#call("ReceiveMessage", { QueueUrl, MaxNumberOfMessages: 10 });
    const { Messages } = received.parse(asked);
    for (const { ReceiptHandle } of Messages) await this.#call("DeleteMessage", { QueueUrl, ReceiptHandle });
    return Messages.map(({ Body }) => Body);
  }

  async remove(QueueUrl: string): Promise<void> {
    await this.#call("DeleteQueue", { QueueUrl });
  }

  /** @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html (read 2026-11) */
  async #call(action: string, input: object): Promise<unknown> {
    const { accessKeyId, secretAccessKey, sessionToken } = await this.#config.credentials();
    const region = await this.#config.region();
    const { host } = new URL(this.#endpoint);
    const body = JSON.stringify(input);
    const at = new Date().toISOString().replace(/[-:]|\.\d+/g, "");
    const headers: Record<string, string> = {
      "content-type": "application/x-amz-json-1.0",
      host,
      "x-amz-date": at,
      ...(sessionToken && { "x-amz-security-token": sessionToken }),
      "x-amz-target": `AmazonSQS.${action}`,
    };
    const names = Object.keys(headers).join(";");
    const lines = Object.entries(headers).map(([name, value]) => `${name}:${value}\n`);
    const request = ["POST", "/", "", lines.join(""), names, hash(body)].join("\n");
    const scope = `${at.slice(0, 8)}/${region}/sqs/aws4_request`;
    const key = scope.split("/").reduce<string | Buffer>(hmac, `AWS4${secretAccessKey}`);
    const signature = createHmac("sha256", key)
      .update(`AWS4-HMAC-SHA256\n${at}\n${scope}\n${hash(request)}`)
      .digest("hex");
    const { host: _, ...sent } = headers;
    const authorization = `AWS4-HMAC-SHA256 Credential=${accessKeyId}/${scope}, SignedHeaders=${names}, Signature=${signature}`;
    const answer = await fetch(`${this.#endpoint}/`, {
      method: "POST",
      headers: { ...sent, authorization },
      body,
    });
    const text = await answer.text();
    if (!answer.ok) throw new Error(`SQS refused ${action}: ${answer.status} ${text}`);
    return JSON.parse(text || "{}");
  }
}
