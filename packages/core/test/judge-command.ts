import type { TruthName } from "../src/policy/truth.ts";
import { type Call, truthOf } from "./judge.ts";

const call = (command: string): Call => ({ capability: "shell.execute", payload: { command } });

/** Whether a deny rule against what destroys holds for this command. */
export function denied(command: string): TruthName {
  return truthOf("restrict", "command: { destructive: true }", call(command));
}

/** Whether an allow rule for what neither destroys, connects nor writes holds for this command. */
export function allowed(command: string): TruthName {
  return truthOf(
    "permit",
    "command: { destructive: false, network: false, writes: false }",
    call(command),
  );
}
