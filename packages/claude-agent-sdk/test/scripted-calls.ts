import type { ScriptedCall } from "./fake-api.ts";

/** A call of the tool `pay` of the server `bank`. */
export const pay = (amount: number): ScriptedCall => ({
  name: "mcp__bank__pay",
  input: { amount },
});

/** A call of Claude Code's shell. */
export const bash = (command: string): ScriptedCall => ({
  name: "Bash",
  input: { command, description: "a test" },
});
