/* oxlint-disable unicorn/prefer-add-event-listener -- MCP transports have handlers, not listeners */
import { type AdapterException, describeAdapter, type TransferInput } from "@capfence/testkit";
import { denialIn } from "../../test/in-process/results.ts";
import { toolCall, WireEnd, type WireMessage } from "../../test/in-process/wire.ts";
import { guardMcpTransport } from "./guard-transport.ts";

const ERROR = "an error crosses the wire as a code and a text";
const skip: readonly AdapterException[] = [
  { case: "passes a tool's error on as it is, and records the failure", reason: ERROR },
  { case: "writes the records that the bare guard writes for the same calls", reason: ERROR },
];

// What a guard on the other end is told of a block stays there, so only the sender's end can have the whole suite.
describeAdapter({
  name: "guardMcpTransport around the sender's end",
  skip,
  harness(tool, options) {
    const [near, far] = WireEnd.pair();
    const { name, description, inputSchema } = tool;
    const listed = { tools: [{ name, description, inputSchema }] };
    const running = new Map<unknown, AbortController>();
    const serve = async ({ id = 0, method, params }: WireMessage): Promise<WireMessage> => {
      if (method === "tools/list") return { jsonrpc: "2.0", id, result: listed };
      const stop = new AbortController();
      running.set(id, stop);
      try {
        const text = await tool.run(params?.["arguments"] as TransferInput, stop.signal);
        return { jsonrpc: "2.0", id, result: { content: [{ type: "text", text }] } };
      } catch (error) {
        return { jsonrpc: "2.0", id, error: { code: -32_603, message: String(error) } };
      }
    };
    far.onmessage = (message) => {
      if (message.method === "notifications/cancelled")
        running.get(message.params?.["requestId"])?.abort();
      else void serve(message).then((answer) => far.send(answer));
    };
    const guarded = guardMcpTransport(near, options);
    const waiting = new Map<unknown, (message: WireMessage) => void>();
    guarded.onmessage = (message) => waiting.get(message.id)?.(message);
    let last = 0;
    return {
      async call(input, signal) {
        const id = (last += 1);
        const answer = new Promise<WireMessage>((resolve) => waiting.set(id, resolve));
        signal?.addEventListener("abort", () => {
          const params = { requestId: id };
          void guarded.send({ jsonrpc: "2.0", method: "notifications/cancelled", params });
        });
        await guarded.send(toolCall(id, name, input));
        const { error, result } = await answer;
        if (error !== undefined) throw new Error(error.message);
        return denialIn(result) === undefined
          ? (result as { content: [{ text: string }] }).content[0].text
          : result;
      },
      denialOf: denialIn,
      shown: { original: listed, guarded: listed },
    };
  },
});
