import { lookAlikeKey } from "./name-keys.ts";

/**
 * Tools that clients bring along themselves, by names that are theirs: a model that calls one of them by name means
 * the client's. Names that many servers have good reason to use, such as `read`, are left out.
 */
const BUILT_IN: ReadonlySet<string> = new Set(
  [
    "apply_patch",
    "AskUserQuestion",
    "Bash",
    "codebase_search",
    "code_interpreter",
    "ExitPlanMode",
    "insert_edit_into_file",
    "MultiEdit",
    "NotebookEdit",
    "run_in_terminal",
    "run_terminal_cmd",
    "str_replace_based_edit_tool",
    "str_replace_editor",
    "TodoWrite",
    "WebFetch",
  ].map(lookAlikeKey),
);

/** Whether a name is that of a tool that clients have built in, or looks like one. */
export function isBuiltIn(name: string): boolean {
  return BUILT_IN.has(lookAlikeKey(name));
}

/** Whether a name pretends that a client or CapFence has given it: `mcp__github__search`, `capfence_approve`. */
export function isReserved(name: string): boolean {
  return /^(?:mcp(?:__|:|\/|\.)|capfence(?![a-z]))/i.test(name);
}
