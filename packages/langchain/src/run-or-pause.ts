import { freezeJson } from "@capfence/core";
import type { Enforcement, NativeCall } from "@capfence/core/adapter";
import type { LangChainCall } from "./options.ts";
import { PausableTask } from "./pausable-task.ts";

/** As `Enforcement.run`, but pauses the run at a call that waits for an approval, where that is wanted and possible. */
export async function runOrPause<Output>(
  enforcement: Enforcement<LangChainCall>,
  call: NativeCall<LangChainCall, Output>,
): Promise<Output> {
  if (!enforcement.pauses) return enforcement.run(call);
  // Before anything is awaited: from here on nobody can change the call.
  const given = { ...call, input: freezeJson(call.input) };
  const task = await PausableTask.of(given.native);
  // Before anything that can fail: an answer that is left is given to whoever runs the task again.
  const answer = task?.answerTo(given.toolName, given.input);
  // A no is for the call, whatever is thought of it by now.
  if (answer?.approved === false) return enforcement.run({ ...given, answer });
  // Nothing is asked for here: a call that has used its approval up must not find another one to be said yes to.
  const found = await enforcement.preview(given);
  if (task === undefined || found?.decision !== "require_approval") return enforcement.run(given);
  // A yes is for the request that was shown.
  const { approvalId } = found;
  if (answer !== undefined && approvalId !== undefined && task.hasAsked(approvalId))
    return enforcement.run({ ...given, answer: { ...answer, approvalId } });
  const pending = await enforcement.pending(given);
  return pending === undefined ? enforcement.run(given) : task.pause([pending]);
}
