import { once } from "node:events";
import { connect, createServer, type Server, type Socket } from "node:net";

/** A way to a server that can be cut between the server's answer and the client. */
export class CuttingProxy {
  readonly port: number;
  readonly #server: Server;
  readonly #sockets: ReadonlySet<Socket>;
  #armed = false;

  private constructor(server: Server, port: number, sockets: ReadonlySet<Socket>) {
    this.#server = server;
    this.port = port;
    this.#sockets = sockets;
  }

  static async to(port: number): Promise<CuttingProxy> {
    const sockets = new Set<Socket>();
    const server = createServer((client) => {
      const upstream = connect(port, "127.0.0.1");
      for (const [socket, other] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        sockets.add(socket);
        socket.on("error", () => other.destroy());
        socket.on("close", () => {
          sockets.delete(socket);
          other.destroy();
        });
      }
      client.on("data", (chunk) => upstream.write(chunk));
      upstream.on("data", (chunk) => proxy.#answer(client, chunk));
    }).listen(0, "127.0.0.1");
    await once(server, "listening");
    const address = server.address() as { readonly port: number };
    const proxy = new CuttingProxy(server, address.port, sockets);
    return proxy;
  }

  /** Cuts the connection over which the next answer comes, instead of passing that on. */
  cutNextAnswer(): void {
    this.#armed = true;
  }

  close(): void {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
  }

  #answer(client: Socket, chunk: Buffer): void {
    if (this.#armed) {
      this.#armed = false;
      client.destroy();
    } else client.write(chunk);
  }
}
