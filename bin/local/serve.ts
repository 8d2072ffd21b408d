import { createServer, type Server } from "node:http";
import { getRequestListener } from "@hono/node-server";

/** A server on the loopback interface: never reachable from another machine. */
export interface LocalServer {
  url: string;
  port: number;
  /** Ends at once, with whatever connections are open. */
  close(): Promise<void>;
}

/** @param port - 0 for any that is free; one that is taken rejects with `EADDRINUSE`. */
export async function serve(
  answer: (request: Request) => Response | Promise<Response>,
  port: number,
): Promise<LocalServer> {
  const server = createServer(getRequestListener(answer, { overrideGlobalObjects: false }));
  const bound = await listen(server, port);
  return {
    url: `http://127.0.0.1:${bound}`,
    port: bound,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function listen(server: Server, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}
