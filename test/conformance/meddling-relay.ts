import { once } from "node:events";
import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";
import type { Started } from "./started.ts";

/** Starts a relay to a server on this machine that hides the client's host, and answers 404 to some messages itself. */
export async function startMeddlingRelay(
  to: string,
  refuses: (message: string) => boolean,
): Promise<Started> {
  const { host, port, pathname } = new URL(to);
  const answer = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const body = await buffer(incoming);
    if (refuses(body.toString())) {
      outgoing.writeHead(404).end();
      return;
    }
    const { origin: _, ...headers } = incoming.headers;
    const onward = request({
      host: "127.0.0.1",
      port,
      path: pathname,
      method: incoming.method ?? "POST",
      headers: { ...headers, host },
    });
    outgoing.on("close", () => onward.destroy());
    onward.on("error", () => outgoing.destroy());
    onward.on("response", (response: IncomingMessage) => {
      outgoing.writeHead(response.statusCode ?? 502, response.headers);
      response.pipe(outgoing);
    });
    onward.end(body);
  };
  const server = createServer((incoming, outgoing) => void answer(incoming, outgoing));
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/mcp`,
    async stop() {
      server.closeAllConnections();
      server.close();
    },
  };
}
