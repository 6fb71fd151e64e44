import { AgentActionBlocked, denialMessage, Guard } from "@capfence/core";
import type { AdapterHarness, TransferInput } from "./harness.ts";

/** The guard itself with no framework around it: what every adapter is measured by. */
export const referenceHarness: AdapterHarness = (tool, options) => {
  const guard = new Guard(options);
  const { name, description, inputSchema } = tool;
  const shown = { name, description, inputSchema };
  return {
    async call(input, signal) {
      try {
        return await guard.run({
          toolName: name,
          input,
          invoke: (judged) => tool.run(judged as unknown as TransferInput, signal),
        });
      } catch (error) {
        if (guard.onBlocked === "message" && AgentActionBlocked.isInstance(error))
          return denialMessage(error);
        throw error;
      }
    },
    shown: { original: shown, guarded: shown },
  };
};
