/* oxlint-disable no-underscore-dangle -- the SDK's name */
import { AsyncLocalStorage } from "node:async_hooks";

type Handler = (request: unknown, context: unknown) => unknown;

/** A server that tells those who call it in this process what its handler has thrown, which no wire carries. */
export class CatchingServer {
  readonly #thrown = new AsyncLocalStorage<{ error?: unknown }>();

  constructor(server: object) {
    const handlers = (server as { readonly _requestHandlers: Map<string, Handler> })
      ._requestHandlers;
    const handler = handlers.get("tools/call");
    if (handler === undefined) throw new Error("the server has no tools");
    handlers.set("tools/call", async (request, context) => {
      try {
        return await handler(request, context);
      } catch (error) {
        const box = this.#thrown.getStore();
        if (box !== undefined) box.error = error;
        throw error;
      }
    });
  }

  /** What `call` gives; if it is rejected, what the handler has thrown. */
  async reach<Result>(call: () => Promise<Result>): Promise<Result> {
    const box: { error?: unknown } = {};
    try {
      return await this.#thrown.run(box, call);
    } catch (error) {
      throw box.error ?? error;
    }
  }
}
