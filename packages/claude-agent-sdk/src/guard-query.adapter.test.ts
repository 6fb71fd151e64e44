import { describeAdapter } from "@capfence/testkit";
import { emulatedQuery, type Told } from "../test/emulated-query.ts";
import { drain } from "../test/claude.ts";
import { guardQuery } from "./guard-query.ts";

describeAdapter({
  name: "guardQuery around a tool that Claude Code runs",
  skip: [
    {
      case: "gives the tool the frozen judged input, not its caller's object",
      reason: "the tool gets a copy that another process has made",
    },
    {
      case: "passes a tool's error on as it is, and records the failure",
      reason: "errors come from another process, as text",
    },
    {
      case: "leaves the tool's name, description and schema as they were",
      reason: "hooks see no tools, only calls",
    },
    {
      case: "hands the framework's abort signal to the tool",
      reason: "Claude Code aborts its tools itself",
    },
    {
      case: "writes the records that the bare guard writes for the same calls",
      reason: "a run of Claude Code always has a session",
    },
  ],
  harness({ name, run }, options) {
    return {
      async call(input) {
        let told: Told = {};
        const query = emulatedQuery({
          toolName: name,
          input,
          run,
          ended: (by) => (told = by),
        });
        const { error } = await drain(guardQuery(query, options)({ prompt: "go on" }));
        if (error !== undefined) throw error;
        return "denial" in told ? told : told.output;
      },
      denialOf: (output) => (output as Told).denial,
    };
  },
});
