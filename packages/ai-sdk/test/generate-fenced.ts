import type { ToolSet } from "ai";
import type { AppApproval } from "../src/app-approval.ts";
import { capFence } from "../src/cap-fence.ts";
import type { AiSdkGuardOptions } from "../src/options.ts";
import { payTool } from "./payments.ts";
import { newest } from "./sdks.ts";
import { type Run, type Started, ways } from "./ways.ts";

/** What is special about one run: of its tool, of what the app itself asks, and of the guard. */
export interface Setting extends Partial<Started> {
  readonly tool?: object;
  readonly inner?: unknown;
  readonly guard?: Partial<AiSdkGuardOptions>;
}

/** Runs `generateText` with `capFence` and a tool `pay` that notes the amounts it pays. */
export function generateFenced(
  paid: number[],
  options: AiSdkGuardOptions,
  { tool = {}, inner, guard, ...started }: Setting,
): Promise<Run> {
  const tools: ToolSet = { pay: payTool(paid, tool) };
  const fence = capFence(tools, { ...options, ...guard }, inner as AppApproval<ToolSet>);
  return ways.generateText(newest, fence, { tools: fence.tools, turns: ["done"], ...started });
}
