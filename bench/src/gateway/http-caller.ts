import { Agent, type IncomingMessage, request } from "node:http";
import { text } from "node:stream/consumers";
import { type Caller, openSession } from "./caller.ts";

/** A client over Streamable HTTP, with a connection for each call under way. */
export async function openHttpCaller(url: string): Promise<Caller> {
  const agent = new Agent({ keepAlive: true });
  let session: Readonly<Record<string, string>> = {};
  const send = async (message: object): Promise<string> => {
    const response = await post(url, agent, JSON.stringify(message), session);
    const id = response.headers["mcp-session-id"];
    if (typeof id === "string")
      session = { "mcp-session-id": id, "mcp-protocol-version": "2025-11-25" };
    return text(response);
  };
  const call = await openSession(send);
  const close = async (): Promise<void> => agent.destroy();
  return { call, close };
}

async function post(
  url: string,
  agent: Agent,
  body: string,
  session: Readonly<Record<string, string>>,
): Promise<IncomingMessage> {
  const headers = {
    "content-type": "application/json",
    "content-length": Buffer.byteLength(body),
    accept: "application/json, text/event-stream",
    ...session,
  };
  const sent = request(url, { method: "POST", agent, headers });
  try {
    return await new Promise((resolve, reject) => {
      sent.once("response", resolve).once("error", reject).end(body);
    });
  } catch (error) {
    // The server may have closed a connection that was not used for a while.
    if (sent.reusedSocket) return post(url, agent, body, session);
    throw error;
  }
}
