import { type AdapterException, describeAdapter, type SuiteTool } from "@capfence/testkit";
import { CallToolResultSchema } from "@modelcontextprotocol/sdk/types.js";
import { client1, client2, connect } from "../../test/in-process/clients.ts";
import { answerIn, denialIn } from "../../test/in-process/results.ts";
import { lowLevel1, lowLevel2 } from "../../test/in-process/servers.ts";
import { guardMcpClient } from "./guard-client.ts";
import type { McpClientGuardOptions } from "./options.ts";

type Input = Record<string, unknown>;

const skip: readonly AdapterException[] = [
  {
    case: "passes a tool's error on as it is, and records the failure",
    reason: "what a tool throws stays in the server, only its text crosses the wire",
  },
  {
    case: "writes the records that the bare guard writes for the same calls",
    reason: "the record of a tool that throws has the error, which stays in the server",
  },
  {
    case: "gives the tool the frozen judged input, not its caller's object",
    reason: "the tool is given what its server makes of the message",
  },
];

async function version1(
  tool: SuiteTool,
  options: McpClientGuardOptions | undefined,
  late: boolean,
) {
  const server = lowLevel1.make();
  lowLevel1.register(server, tool);
  const client = client1();
  if (options !== undefined && !late) guardMcpClient(client, options);
  await connect(server, client);
  if (options !== undefined && late) guardMcpClient(client, options);
  return client;
}

async function version2(
  tool: SuiteTool,
  options: McpClientGuardOptions | undefined,
  late: boolean,
) {
  const server = lowLevel2.make();
  lowLevel2.register(server, tool);
  const client = client2();
  if (options !== undefined && !late) guardMcpClient(client, options);
  await connect(server, client);
  if (options !== undefined && late) guardMcpClient(client, options);
  return client;
}

for (const late of [false, true])
  for (const raw of [false, true]) {
    const how = `${raw ? "request" : "callTool"}, guarded ${late ? "once" : "before it is"} connected`;
    describeAdapter({
      name: `guardMcpClient around a Client 1 and its ${how}`,
      skip,
      async harness(tool, options) {
        const client = await version1(tool, options, late);
        const other = await version1(tool, undefined, false);
        return {
          async call(input, signal) {
            const call = { name: tool.name, arguments: input as Input };
            const given = signal === undefined ? {} : { signal };
            const request = { method: "tools/call", params: call } as const;
            return answerIn(
              await (raw
                ? client.request(request, CallToolResultSchema, given)
                : client.callTool(call, undefined, given)),
            );
          },
          denialOf: denialIn,
          shown: await listings(other, client),
          close: () => client.close(),
        };
      },
    });
    describeAdapter({
      name: `guardMcpClient around a Client 2 and its ${how}`,
      skip,
      async harness(tool, options) {
        const client = await version2(tool, options, late);
        const other = await version2(tool, undefined, false);
        return {
          async call(input, signal) {
            const call = { name: tool.name, arguments: input as Input };
            const given = signal === undefined ? {} : { signal };
            const request = { method: "tools/call", params: call } as const;
            return answerIn(
              await (raw ? client.request(request, given) : client.callTool(call, given)),
            );
          },
          denialOf: denialIn,
          shown: await listings(other, client),
          close: () => client.close(),
        };
      },
    });
  }

interface Lists {
  listTools(): Promise<{ tools: unknown }>;
}

async function listings(
  original: Lists,
  guarded: Lists,
): Promise<{ original: unknown; guarded: unknown }> {
  return {
    original: (await original.listTools()).tools,
    guarded: (await guarded.listTools()).tools,
  };
}
