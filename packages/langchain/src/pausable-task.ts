import { ConfigurationError } from "@capfence/core";
import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";
import { answersOf, approvalInterrupt, isShownAs } from "./approval-interrupt.ts";
import { type AskedBefore, askedBefore, type Scratchpad, type TaskConfig } from "./asked-before.ts";
import type { LangChainCall } from "./options.ts";

/** A task of a LangGraph run that can pause, because it has a checkpointer. */
export class PausableTask {
  readonly #interrupt: (payload: unknown) => unknown;
  readonly #scratchpad: Scratchpad;
  readonly #before: AskedBefore;

  private constructor(
    interrupt: (payload: unknown) => unknown,
    scratchpad: Scratchpad,
    before: AskedBefore,
  ) {
    this.#interrupt = interrupt;
    this.#scratchpad = scratchpad;
    this.#before = before;
  }

  /** The task that a call is made in; undefined where it cannot pause. */
  static async of(config: LangChainCall): Promise<PausableTask | undefined> {
    // Agents put all this into the config of a tool, so that nothing of LangGraph has to be loaded for it.
    const { interrupt, configurable } = (config ?? {}) as TaskConfig;
    if (typeof interrupt !== "function" || configurable === undefined) return undefined;
    const { __pregel_checkpointer: checkpointer, __pregel_scratchpad: scratchpad } = configurable;
    if (typeof checkpointer?.getTuple !== "function" || scratchpad === undefined) return undefined;
    return new PausableTask(interrupt, scratchpad, await askedBefore(configurable));
  }

  /** Whether the task has been paused for this request for approval. */
  hasAsked(approvalId: string): boolean {
    return this.#before.pendings.some((pending) => pending.approvalId === approvalId);
  }

  /**
   * What the run was resumed with, if the task was paused for this call, whatever has become of its request, and that
   * is for this task and not used yet. Throws `ApprovalError` for what is no answer to one call.
   */
  answerTo(toolName: string, input: unknown): NativeAnswer | undefined {
    const { pendings, answers, byId, othersWait } = this.#before;
    if (!pendings.some((pending) => isShownAs(toolName, input, pending))) return undefined;
    const next = (): number => this.#scratchpad.interruptCounter + 1;
    // A task that failed after an answer is given that answer again, whoever resumes it: it is nobody's by now.
    for (let used = answers.length - next(); used > 0; used -= 1) this.#interrupt(undefined);
    const isAddressed = next() < this.#scratchpad.resume.length;
    // An answer without an address reaches all tasks that wait, so that it counts only where one does.
    const isOnly = this.#scratchpad.nullResume !== undefined && !othersWait;
    if (!isAddressed && !isOnly) return undefined;
    const [answer] = answersOf(this.#interrupt(undefined), 1);
    // It is kept beside that as well, so that a second yes cannot be told from the first one without an address.
    const isOld = !isAddressed && (byId || answers.some(isYes));
    return isOld && answer?.approved === true ? undefined : answer;
  }

  /** Pauses the run until these calls are answered. */
  pause(pendings: readonly PendingApproval[]): never {
    const { resume, nullResume } = this.#scratchpad;
    const byId = nullResume !== undefined || this.#before.keepsAnswer;
    const payload = approvalInterrupt(pendings, byId);
    // Answers that are left were given to something else.
    for (let time = 0; time < resume.length + 2; time += 1) this.#interrupt(payload);
    throw new ConfigurationError("the run did not pause where it had to");
  }
}

function isYes(value: unknown): boolean {
  try {
    return answersOf(value, 1)[0]?.approved === true;
  } catch {
    return false;
  }
}
