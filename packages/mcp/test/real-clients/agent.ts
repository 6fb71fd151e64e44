import {
  Client as Client2,
  StreamableHTTPClientTransport as Http2,
  type VersionNegotiationMode,
} from "@modelcontextprotocol/client";
import { StdioClientTransport as Stdio2 } from "@modelcontextprotocol/client/stdio";
import { Client as Client1 } from "@modelcontextprotocol/sdk/client/index.js";
import { StdioClientTransport as Stdio1 } from "@modelcontextprotocol/sdk/client/stdio.js";
import { StreamableHTTPClientTransport as Http1 } from "@modelcontextprotocol/sdk/client/streamableHttp.js";
import {
  ElicitRequestSchema,
  LoggingMessageNotificationSchema,
  ResourceUpdatedNotificationSchema,
  ToolListChangedNotificationSchema,
} from "@modelcontextprotocol/sdk/types.js";
import type { CommandLine } from "../real-servers/behind-capfence.ts";

/** Where a gateway is: what starts it, or where it listens. */
export type Gate =
  | { readonly command: CommandLine; readonly env: Readonly<Record<string, string>> }
  | { readonly url: string };

/** How a call can be followed and stopped. */
interface Following {
  readonly onprogress?: () => void;
  readonly signal?: AbortSignal;
}

/** What the two generations of clients have in common, as far as it is tried. */
export interface Agent {
  /** The era that it has come to speak. */
  readonly era: "legacy" | "modern";
  /** What it was told without asking for it. */
  readonly heard: string[];
  /** The questions that its user was asked; whoever asks gets a yes. */
  readonly asked: string[];
  tools(): Promise<readonly string[]>;
  /** The text of a result, or of an error. */
  call(name: string, input?: Record<string, unknown>, following?: Following): Promise<string>;
  /** Has it told when the list of tools or a resource changes. */
  watch(uri: string): Promise<void>;
  close(): Promise<void>;
}

const INFO = { name: "agent", version: "1.0.0" };
const CAPABILITIES = { elicitation: { form: {} } };
/** Since 2026-07-28 each request says whether it wants to hear the log. */
const LOGGED = { _meta: { "io.modelcontextprotocol/logLevel": "debug" } };
const YES = { action: "accept", content: { approve: true } } as const;

/** A client of version 1. */
export async function agent1(gate: Gate): Promise<Agent> {
  const client = new Client1(INFO, { capabilities: CAPABILITIES });
  const heard: string[] = [];
  const asked: string[] = [];
  client.setRequestHandler(ElicitRequestSchema, ({ params }) => {
    asked.push(params.message);
    return YES;
  });
  client.setNotificationHandler(ToolListChangedNotificationSchema, () => void heard.push("tools"));
  client.setNotificationHandler(
    LoggingMessageNotificationSchema,
    ({ params }) => void heard.push(String(params.data)),
  );
  client.setNotificationHandler(
    ResourceUpdatedNotificationSchema,
    ({ params }) => void heard.push(params.uri),
  );
  await client.connect("url" in gate ? new Http1(new URL(gate.url)) : new Stdio1(started(gate)));
  return {
    era: "legacy",
    heard,
    asked,
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: (name, input = {}, following = {}) =>
      textOf(client.callTool({ name, arguments: input }, undefined, following)),
    watch: async (uri) => void (await client.subscribeResource({ uri })),
    close: () => client.close(),
  };
}

/** A client of version 2, that comes to an era in one of its ways. */
export async function agent2(gate: Gate, mode: VersionNegotiationMode): Promise<Agent> {
  const client = new Client2(INFO, { capabilities: CAPABILITIES, versionNegotiation: { mode } });
  const heard: string[] = [];
  const asked: string[] = [];
  client.setRequestHandler("elicitation/create", ({ params }) => {
    asked.push(params.message);
    return YES;
  });
  client.setNotificationHandler("notifications/tools/list_changed", () => void heard.push("tools"));
  client.setNotificationHandler(
    "notifications/message",
    ({ params }) => void heard.push(String(params.data)),
  );
  client.setNotificationHandler(
    "notifications/resources/updated",
    ({ params }) => void heard.push(params.uri),
  );
  await client.connect("url" in gate ? new Http2(new URL(gate.url)) : new Stdio2(started(gate)));
  const era = client.getProtocolEra() ?? "legacy";
  return {
    era,
    heard,
    asked,
    tools: async () => (await client.listTools()).tools.map(({ name }) => name),
    call: (name, input = {}, following = {}) =>
      textOf(
        client.callTool({ name, arguments: input, ...(era === "modern" && LOGGED) }, following),
      ),
    async watch(uri) {
      if (era === "legacy") await client.subscribeResource({ uri });
      else await client.listen({ toolsListChanged: true, resourceSubscriptions: [uri] });
    },
    close: () => client.close(),
  };
}

function started({ command: [command, ...args], env }: Extract<Gate, { command: unknown }>): {
  readonly command: string;
  readonly args: string[];
  readonly env: Record<string, string>;
  readonly stderr: "ignore";
} {
  const inherited = process.env as Readonly<Record<string, string>>;
  return { command, args, env: { ...inherited, ...env }, stderr: "ignore" };
}

async function textOf(called: Promise<unknown>): Promise<string> {
  try {
    const { content } = (await called) as {
      readonly content: readonly { readonly text: string }[];
    };
    return content.map(({ text }) => text).join("\n");
  } catch (error) {
    return String(error);
  }
}
