import { once } from "node:events";
import { Agent, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import type { Work } from "./legacy-client.ts";
import { callOf, expectedOf, send } from "./post.ts";
import { ENVELOPE } from "./server-answers.ts";

const VERSION = "2026-07-28";
const META = {
  [ENVELOPE.protocolVersion]: VERSION,
  [ENVELOPE.clientCapabilities]: {},
  [ENVELOPE.clientInfo]: { name: "soak", version: "1.0.0" },
};
const CALLS = 300;

/** Calls without a session, and listens now and then for as long as some calls take. */
export async function modernClient(work: Work): Promise<void> {
  const { upstream, goesOn, called } = work;
  while (goesOn()) {
    const agent = new Agent({ keepAlive: true });
    try {
      const wanted = { toolsListChanged: true };
      const stream = await ask(work, agent, "subscriptions/listen", { notifications: wanted });
      stream.on("error", () => undefined);
      const [said] = (await once(stream, "data")) as [Buffer];
      if (!said.includes("acknowledged")) throw new Error(`a stream begins with: ${String(said)}`);
      for (let call = 1; call <= CALLS && goesOn(); call += 1) {
        const { params, says } = callOf(upstream, expectedOf(call));
        const answer = await text(await ask(work, agent, "tools/call", params));
        if (!says.test(answer)) throw new Error(`a call was answered: ${answer}`);
        called();
      }
      stream.destroy();
    } finally {
      agent.destroy();
    }
  }
}

function ask(
  { url }: Work,
  agent: Agent,
  method: string,
  params: { readonly name?: string; readonly notifications?: object },
): Promise<IncomingMessage> {
  const { name } = params;
  const headers = {
    "mcp-protocol-version": VERSION,
    "mcp-method": method,
    ...(name === undefined ? {} : { "mcp-name": name }),
  };
  const body = { jsonrpc: "2.0", id: 1, method, params: { ...params, _meta: META } };
  return send({ url, agent, headers, body });
}
