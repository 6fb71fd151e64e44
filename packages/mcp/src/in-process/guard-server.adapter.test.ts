import { snapshot } from "@capfence/core/adapter";
import { describeAdapter, type SuiteTool } from "@capfence/testkit";
import { CatchingServer } from "../../test/in-process/catching.ts";
import { client1, client2, connect } from "../../test/in-process/clients.ts";
import { answerIn, denialIn } from "../../test/in-process/results.ts";
import { lowLevel1, lowLevel2, version1, version2 } from "../../test/in-process/servers.ts";
import { guardMcpServer, type McpServer } from "./guard-server.ts";

interface Kind {
  readonly make: () => McpServer & {
    connect(transport: never): Promise<void>;
    close(): Promise<void>;
  };
  readonly register: (server: never, tool: SuiteTool) => void;
}

const ERROR_RESULT = "the SDK makes a result of what a tool throws, without its name";
const OF_MCP_SERVER = [
  { case: "passes a tool's error on as it is, and records the failure", reason: ERROR_RESULT },
  {
    case: "writes the records that the bare guard writes for the same calls",
    reason: ERROR_RESULT,
  },
];
const COPIES = {
  case: "gives the tool the frozen judged input, not its caller's object",
  reason: "the SDK hands the tool a copy that its schema makes",
};

/** Servers of each kind, and whether the guard is there before the tools. */
const kinds = [
  { name: "McpServer 1", kind: version1, skip: [...OF_MCP_SERVER, COPIES] },
  { name: "McpServer 2", kind: version2, skip: OF_MCP_SERVER },
  { name: "Server 1", kind: lowLevel1, skip: [] },
  { name: "Server 2", kind: lowLevel2, skip: [] },
];

for (const { name, kind, skip } of kinds)
  for (const first of ["the guard", "the tools"])
    describeAdapter({
      name: `guardMcpServer around a ${name}, ${first} first`,
      skip: [...skip, ...(name !== "McpServer 1" && first === "the tools" ? [COPIES] : [])],
      async harness(tool, options) {
        const { make, register } = kind as unknown as Kind;
        const server = make();
        // What servers deny they deny in messages unless they are told to throw.
        const guarding = { onBlocked: "throw", ...options } as const;
        if (first === "the guard") guardMcpServer(server, guarding);
        register(server as never, tool);
        if (first === "the tools") guardMcpServer(server, guarding);
        const plain = make();
        register(plain as never, tool);
        const [client, other] = name.endsWith("1")
          ? [client1(), client1()]
          : [client2(), client2()];
        const catching = new CatchingServer("server" in server ? server.server : server);
        await connect(server, client);
        await connect(plain, other);
        return {
          // A wire would have made a copy of the input by the time its caller goes on.
          call: async (input, signal) => {
            const call = { name: tool.name, arguments: snapshot(input) as Record<string, unknown> };
            const request = { method: "tools/call", params: call } as const;
            const given = signal === undefined ? {} : { signal };
            return answerIn(
              await catching.reach<unknown>(() =>
                "experimental" in client
                  ? client.callTool(call, undefined, given)
                  : client.request(request, given),
              ),
            );
          },
          denialOf: denialIn,
          shown: {
            original: (await other.listTools()).tools,
            guarded: (await client.listTools()).tools,
          },
          close: async () => {
            await client.close();
            await other.close();
          },
        };
      },
    });
