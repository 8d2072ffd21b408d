import { once } from "node:events";
import { request as httpRequest, type IncomingHttpHeaders, type Server } from "node:http";
import { buffer } from "node:stream/consumers";
import { portOf } from "../support/loopback-aws.ts";

/** Listens on loopback, on any port that is free. @returns the port. */
export async function listening(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return portOf(server);
}

/** Ends at once, with whatever connections are open. */
export async function closed(server: Server): Promise<void> {
  server.close();
  server.closeAllConnections();
  if (server.listening) await once(server, "close");
}

export interface Passed {
  status: number;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** Sends a request on, as it came, and collects the answer. Rejects when the connection is cut. */
export async function passOn(
  to: string,
  request: { method: string; headers: IncomingHttpHeaders; body: Buffer },
): Promise<Passed> {
  const { host: _, connection: __, "transfer-encoding": ___, ...headers } = request.headers;
  const sent = httpRequest(to, {
    method: request.method,
    headers: { ...headers, "content-length": request.body.length },
  });
  const answer = Promise.withResolvers<Passed>();
  sent.on("error", answer.reject);
  sent.on("response", (response) => {
    buffer(response)
      .then((body) => answer.resolve({ status: response.statusCode ?? 0, headers: response.headers, body }))
      .catch(answer.reject);
  });
  sent.end(request.body);
  return answer.promise;
}
