import type { SuiteTool, TransferInput } from "./harness.ts";
import type { ToolRun } from "./scene.ts";

/** The name of the suite's tool. */
export const TOOL_NAME = "transfer_money";

/** For this amount the tool throws a {@link ToolError}. */
export const FAILING_AMOUNT = 13;

/** What the suite's tool throws. */
export class ToolError extends Error {
  override readonly name = "ToolError";

  constructor() {
    super("the bank is closed");
  }
}

/** A call the policy allows. */
export const ALLOWED: TransferInput = { amount: 50, to: "bob", tags: ["rent", "may"] };

/** A call that waits for approval. */
export const ASKING: TransferInput = { amount: 5000, to: "bob", tags: [] };

/** A call the policy denies. */
export const DENIED: TransferInput = { amount: 50_000, to: "eve", tags: [] };

/** A call that is allowed, and on which the tool throws. */
export const FAILING: TransferInput = { amount: FAILING_AMOUNT, to: "bob", tags: [] };

/** What the tool answers to an input. */
export function answerTo({ amount, to }: TransferInput): string {
  return `sent ${amount} to ${to}`;
}

/** A fresh copy of an input, as a caller would hold it. */
export function copyOf(input: TransferInput): {
  amount: number;
  to: string;
  tags: string[];
} {
  return { ...input, tags: [...input.tags] };
}

/** The suite's tool with a body. */
export function transferTool(body: (run: ToolRun) => Promise<void>): SuiteTool {
  return {
    name: TOOL_NAME,
    description: "Sends money to a person.",
    inputSchema: {
      type: "object",
      properties: {
        amount: { type: "number" },
        to: { type: "string" },
        tags: { type: "array", items: { type: "string" } },
      },
      required: ["amount", "to", "tags"],
      additionalProperties: false,
    },
    async run(input, signal) {
      await body({ input, signal });
      return answerTo(input);
    },
  };
}
