import { DisagreementError } from "../benchmark.ts";

/** A client of MCP in a session that is open, which calls the one tool there is. */
export interface Caller {
  /** Resolves once the call is answered. Rejects with `DisagreementError` where that is not what the server answers. */
  readonly call: () => Promise<void>;
  readonly close: () => Promise<void>;
}

/** Sends a message, and gives the text of the answer; that of a notification is empty. */
export type Send = (message: object) => Promise<string>;

const VERSION = "2025-11-25";

/** Opens a session as a client does, and gives what calls the tool in it. */
export async function openSession(send: Send): Promise<() => Promise<void>> {
  let last = 0;
  const ask = (method: string, params: object): Promise<string> => {
    last += 1;
    return send({ jsonrpc: "2.0", id: last, method, params });
  };
  const clientInfo = { name: "bench", version: "1.0.0" };
  await ask("initialize", { protocolVersion: VERSION, capabilities: {}, clientInfo });
  await send({ jsonrpc: "2.0", method: "notifications/initialized" });
  await ask("tools/list", {});
  return async () => {
    const answer = await ask("tools/call", { name: "look_up", arguments: { name: "somebody" } });
    if (!answer.includes('"text":"done"'))
      throw new DisagreementError(`a call was answered: ${answer}`);
  };
}
