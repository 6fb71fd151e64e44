import type { ToolsInput } from "@mastra/core/agent";
import { guardTools } from "../src/guarded-tool.ts";
import type { MastraGuardOptions, MastraTool } from "../src/options.ts";

/** A tool named `pay`, guarded so that it pauses, with carol behind every yes. */
export function pausingTools(pay: MastraTool, options: MastraGuardOptions): ToolsInput {
  return guardTools(
    { pay },
    {
      ...options,
      onBlocked: "message",
      onApproval: "pause",
      approver: () => ({ by: "carol" }),
    },
  );
}
