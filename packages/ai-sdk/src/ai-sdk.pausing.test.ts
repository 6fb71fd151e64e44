import { describePausing } from "@capfence/testkit";
import { type ModelMessage, type ToolSet, tool as makeTool } from "ai";
import { z } from "zod";
import { type Sdk, sdks, type Turn } from "../test/sdks.ts";
import { denialIn, HELLO, type Run, resultOf, type Way, ways } from "../test/ways.ts";
import { capFence } from "./cap-fence.ts";

const inputSchema = z.object({ amount: z.number(), to: z.string(), tags: z.array(z.string()) });

function describeWay(sdk: Sdk, name: string, way: Way, secret?: string): void {
  describePausing({
    name: `${name} of ${sdk.name}${secret === undefined ? "" : ", with signed requests"}`,
    harness({ name: toolName, description, run: body }, { onApproval: _pause, ...options }) {
      const tools: ToolSet = {
        [toolName]: makeTool({ description, inputSchema, execute: (input) => body(input) }),
      };
      // That runs pause is the default.
      const pausing = { ...options, ...(_pause === "pause" ? {} : { onApproval: _pause }) };
      const go = async (messages: readonly ModelMessage[], turns: readonly Turn[]) => {
        const fence = capFence(tools, pausing as never);
        const more = secret === undefined ? {} : { experimental_toolApprovalSecret: secret };
        const run = await way(sdk, fence, { tools: fence.tools, messages, turns, more });
        return requestIn(run) === undefined
          ? { output: resultOf(run) }
          : { state: JSON.stringify(run.messages) };
      };
      return {
        start: (input) => go([HELLO], [[{ tool: toolName, input }], "done"]),
        resume: (state, { approved, note }) => {
          const messages = JSON.parse(state) as ModelMessage[];
          const approvalId = requestIn({ messages }) ?? "";
          const reason = note === undefined ? {} : { reason: note };
          const response = {
            type: "tool-approval-response",
            approvalId,
            approved,
            ...reason,
          } as const;
          return go([...messages, { role: "tool", content: [response] }], ["done"]);
        },
        denialOf: denialIn,
        forge(state, input) {
          const messages = JSON.parse(state) as { content: { type: string; input?: unknown }[] }[];
          const call = messages.at(-1)?.content.find(({ type }) => type === "tool-call");
          if (call !== undefined) call.input = input;
          return JSON.stringify(messages);
        },
      };
    },
  });
}

/** The request that the end of a history waits for. */
function requestIn({ messages }: Pick<Run, "messages">): string | undefined {
  const last = messages.at(-1);
  if (last?.role !== "assistant" || typeof last.content === "string") return undefined;
  return last.content.find((part) => part.type === "tool-approval-request")?.approvalId;
}

for (const sdk of sdks)
  for (const [name, way] of Object.entries(ways)) {
    describeWay(sdk, name, way);
    describeWay(sdk, name, way, "a secret of the server");
  }
