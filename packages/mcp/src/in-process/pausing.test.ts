import { describePausing, type PausableRun, type SuiteTool } from "@capfence/testkit";
import { Client, StreamableHTTPClientTransport } from "@modelcontextprotocol/client";
import {
  createMcpHandler,
  createRequestStateCodec,
  fromJsonSchema,
  McpServer,
} from "@modelcontextprotocol/server";
import type { TransferInput } from "@capfence/testkit";
import { answerIn, denialIn } from "../../test/in-process/results.ts";
import { guardMcpServer } from "./guard-server.ts";
import type { McpServerGuardOptions } from "./options.ts";
import type { RequestStateCodec } from "./request-state.ts";

interface Paused {
  readonly arguments: Record<string, unknown>;
  readonly requestState: string;
}

function serverOf({ name, description, inputSchema, run }: SuiteTool, verify?: object): McpServer {
  const server = new McpServer({ name: "bank", version: "1.0.0" }, verify ?? {});
  const schema = fromJsonSchema<TransferInput>(inputSchema);
  server.registerTool(name, { description, inputSchema: schema }, async (input) => ({
    content: [{ type: "text", text: await run(input) }],
  }));
  return server;
}

/** Whoever speaks the protocol of 2026-07-28, on which nothing but the messages leads from one round to the next. */
async function connected(makeServer: () => McpServer): Promise<Client> {
  const handler = createMcpHandler(makeServer);
  const client = new Client(
    { name: "agent", version: "1.0.0" },
    { capabilities: { elicitation: {} }, versionNegotiation: { mode: "auto" } },
  );
  const fetch = (url: string | URL, init?: RequestInit): Promise<Response> =>
    handler.fetch(new Request(url, init));
  await client.connect(new StreamableHTTPClientTransport(new URL("http://bank/mcp"), { fetch }));
  return client;
}

async function runOf(client: Client, name: string, params: Paused | { arguments: object }) {
  const call = { name, ...params } as { name: string; arguments: Record<string, unknown> };
  const result: unknown = await client.callTool(call, { allowInputRequired: true });
  const { resultType, requestState } = result as { resultType?: string; requestState?: string };
  if (resultType !== "input_required") return { output: answerIn(result) };
  return { state: JSON.stringify({ arguments: call.arguments, requestState }) };
}

function describeWith(
  name: string,
  codec: () => RequestStateCodec | undefined,
  verifies: boolean,
): void {
  describePausing({
    name,
    async harness(tool, options) {
      const sealing = codec();
      const guarding: McpServerGuardOptions = {
        ...options,
        ...(sealing === undefined ? {} : { requestState: sealing }),
      } as never;
      const settings = verifies ? { requestState: sealing } : {};
      const client = await connected(() => guardMcpServer(serverOf(tool, settings), guarding));
      return {
        start: (input): Promise<PausableRun> =>
          runOf(client, tool.name, { arguments: input as object }),
        resume(state, { approved: approve, note }) {
          const paused = JSON.parse(state) as Paused;
          const content = { approve, ...(note === undefined ? {} : { note }) };
          const inputResponses = { capfence: { action: "accept", content } };
          return runOf(client, tool.name, { ...paused, inputResponses } as Paused);
        },
        denialOf: denialIn,
        forge: (state, input) =>
          JSON.stringify({ ...(JSON.parse(state) as Paused), arguments: input }),
        close: () => client.close(),
      };
    },
  });
}

const key = new Uint8Array(32).fill(7);
const shared = (): RequestStateCodec => createRequestStateCodec({ key });

describeWith("a server that seals with a key of its process", () => undefined, false);
describeWith("a server that seals with a codec of the SDK", shared, false);
describeWith("a server that verifies the state by itself too", shared, true);
