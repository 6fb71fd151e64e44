import { guard } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { describeAdapter } from "./describe-adapter.ts";
import type { TransferInput } from "./harness.ts";
import { referenceHarness } from "./reference-harness.ts";

describeAdapter({ name: "Guard", harness: referenceHarness });

describeAdapter({
  name: "guard()",
  harness(tool, options) {
    const { name, description, inputSchema } = tool;
    const guarded = guard({ ...options, toolName: name }, (input: TransferInput) =>
      tool.run(input),
    );
    return {
      call: (input) => guarded(input as TransferInput),
      shown: {
        original: { name, description, inputSchema },
        guarded: { name, description, inputSchema },
      },
    };
  },
  skip: [
    {
      case: "hands the framework's abort signal to the tool",
      reason: "a plain function is given its input and nothing else",
    },
  ],
});

describe("describeAdapter", () => {
  it("refuses an exception to a case that does not exist", () => {
    const skip = [{ case: "runs twice", reason: "it likes to" }];
    expect(() => describeAdapter({ name: "misspelt", harness: referenceHarness, skip })).toThrow(
      'the adapter suite has no case "runs twice"',
    );
  });
});
