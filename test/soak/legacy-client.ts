import { Agent, type IncomingMessage } from "node:http";
import { text } from "node:stream/consumers";
import { callOf, expectedOf, send } from "./post.ts";
import { RESOURCE } from "./server-answers.ts";

/** What a client does with the gateway, as long as it may. */
export interface Work {
  readonly url: string;
  readonly upstream: "web" | "local";
  /** Tells of clients apart that do things differently. */
  readonly number: number;
  readonly goesOn: () => boolean;
  /** Counts a call. */
  readonly called: () => void;
}

const VERSION = "2025-11-25";
const CALLS = 300;

/** Opens one session after the other: calls, listens to what it has subscribed to, and ends it, or forgets to. */
export async function legacyClient(work: Work): Promise<void> {
  for (let session = work.number; work.goesOn(); session += 1) {
    const agent = new Agent({ keepAlive: true });
    try {
      await oneSession(work, agent, session % 3 === 0);
    } finally {
      agent.destroy();
    }
  }
}

async function oneSession(work: Work, agent: Agent, forgets: boolean): Promise<void> {
  const { url, upstream, goesOn, called } = work;
  let last = 0;
  let headers: Readonly<Record<string, string>> = {};
  const ask = async (method: string, params: object, says: RegExp): Promise<IncomingMessage> => {
    last += 1;
    const body = { jsonrpc: "2.0", id: last, method, params };
    const response = await send({ url, agent, headers, body });
    const answer = await text(response);
    if (!says.test(answer)) throw new Error(`${method} was answered: ${answer}`);
    return response;
  };
  const clientInfo = { name: "soak", version: "1.0.0" };
  const opened = await ask(
    "initialize",
    { protocolVersion: VERSION, capabilities: {}, clientInfo },
    /"result"/,
  );
  const id = String(opened.headers["mcp-session-id"]);
  headers = { "mcp-session-id": id, "mcp-protocol-version": VERSION };
  const initialized = { jsonrpc: "2.0", method: "notifications/initialized" };
  (await send({ url, agent, headers, body: initialized })).resume();
  const stream = await send({ url, agent, headers, method: "GET" });
  let heard = 0;
  stream.on("data", () => (heard += 1)).on("error", () => undefined);
  await ask("tools/list", {}, /look_up/);
  await ask("resources/subscribe", { uri: `${upstream}+${RESOURCE}` }, /"result"/);
  for (let call = 1; call <= CALLS && goesOn(); call += 1) {
    const { params, says } = callOf(upstream, expectedOf(call));
    await ask("tools/call", params, says);
    called();
  }
  if (heard === 0 && last > CALLS) throw new Error("what it has subscribed to was not told");
  if (!forgets) (await send({ url, agent, headers, method: "DELETE" })).resume();
  stream.destroy();
}
