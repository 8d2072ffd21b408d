import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { closed, listening } from "../rig/loopback.ts";
import { portOf } from "./loopback-aws.ts";

export type Answer = (request: IncomingMessage, response: ServerResponse) => void;

/** A web server on loopback that answers each path as a test says, and remembers what it was asked. */
export class FeedServer {
  readonly requests: { path: string; headers: IncomingMessage["headers"] }[] = [];
  readonly #answers = new Map<string, Answer>();
  readonly #server = createServer((request, response) => {
    const path = request.url ?? "/";
    this.requests.push({ path, headers: request.headers });
    const answer = this.#answers.get(path);
    if (answer === undefined) response.writeHead(404).end();
    else answer(request, response);
  });

  static async start(): Promise<FeedServer> {
    const server = new FeedServer();
    await listening(server.#server);
    return server;
  }

  get port(): number {
    return portOf(this.#server);
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`;
  }

  on(path: string, answer: Answer): void {
    this.#answers.set(path, answer);
  }

  redirect(path: string, status: number, location: string | undefined): void {
    this.on(path, (_request, response) => {
      response.writeHead(status, location === undefined ? {} : { location }).end("moved");
    });
  }

  close(): Promise<void> {
    return closed(this.#server);
  }
}
