import type { PendingApproval } from "@capfence/core/adapter";
import { shownIn } from "./approval-interrupt.ts";

/** What LangGraph keeps answers without an address under. */
const NO_TASK = "00000000-0000-0000-0000-000000000000";

/** What LangGraph keeps of the answers to a task, for as long as it runs. */
export interface Scratchpad {
  readonly interruptCounter: number;
  /** The answers of earlier runs of the task, and the one that is addressed to it. */
  readonly resume: readonly unknown[];
  /** The answer that is not addressed. */
  readonly nullResume?: unknown;
}

/** A LangGraph checkpointer, as far as it is asked here. */
interface Checkpointer {
  getTuple(config: object): Promise<{ readonly pendingWrites?: readonly Write[] } | undefined>;
}

/** What a task has written, and where to. */
type Write = readonly [taskId: string, channel: string, value: unknown];

/** The parts of a tool's config that LangGraph gives to tools which run in its tasks. */
export interface TaskConfig {
  readonly interrupt?: (payload: unknown) => unknown;
  readonly configurable?: {
    readonly __pregel_checkpointer?: Checkpointer;
    readonly __pregel_scratchpad?: Scratchpad;
    readonly __pregel_task_id?: string;
    readonly thread_id?: unknown;
    readonly checkpoint_map?: Readonly<Record<string, string>>;
  };
}

/** What the checkpointer knows of the pauses before this run. */
export interface AskedBefore {
  /** What the task was paused for. */
  readonly pendings: readonly PendingApproval[];
  /** What the interrupts of the task have been answered with in earlier runs. */
  readonly answers: readonly unknown[];
  /** Whether only an answer with an address counts for the pause. */
  readonly byId: boolean;
  /** Whether an answer without an address is kept, which is given again whenever the task is run. */
  readonly keepsAnswer: boolean;
  /** Whether other tasks are paused as well. */
  readonly othersWait: boolean;
}

/** Reads what the checkpointer knows of the pauses before this run of a task. */
export async function askedBefore(
  configurable: NonNullable<TaskConfig["configurable"]>,
): Promise<AskedBefore> {
  const { __pregel_task_id: taskId } = configurable;
  const writes = await writesAround(configurable);
  const own = (channel: string): readonly unknown[] =>
    writes
      .filter(([id, name]) => id === taskId && name === channel)
      .flatMap(([, , value]) => value);
  const interrupts = own("__interrupt__").map((one) => (one as { readonly value?: unknown }).value);
  return {
    pendings: interrupts.flatMap(shownIn),
    answers: own("__resume__"),
    byId: interrupts.some((one) => (one as { readonly byId?: unknown } | undefined)?.byId === true),
    keepsAnswer: keepsAnswer(writes),
    othersWait: waitingIn(writes).size > 1,
  };
}

/** What has been written in the step that a task is of, in its graph and in those around it. */
export async function writesAround({
  __pregel_checkpointer: checkpointer,
  checkpoint_map: checkpoints = {},
  thread_id,
}: NonNullable<TaskConfig["configurable"]>): Promise<readonly Write[]> {
  const tuples = await Promise.all(
    Object.entries(checkpoints).map(async ([checkpoint_ns, checkpoint_id]) =>
      checkpointer?.getTuple({ configurable: { thread_id, checkpoint_ns, checkpoint_id } }),
    ),
  );
  return tuples.flatMap((tuple) => tuple?.pendingWrites ?? []);
}

/** Whether an answer without an address is kept, which is given again whenever a task is run. */
export function keepsAnswer(writes: readonly Write[]): boolean {
  return writes.some(([id, channel]) => id === NO_TASK && channel === "__resume__");
}

/** The ids of the interrupts that wait; those of a graph inside another one wait in both. */
function waitingIn(writes: readonly Write[]): ReadonlySet<unknown> {
  // Whatever else a task has written, it is done.
  const done = new Set(
    writes
      .filter(([, channel]) => !["__interrupt__", "__resume__", "__error__"].includes(channel))
      .map(([taskId]) => taskId),
  );
  return new Set(
    writes
      .filter(([taskId, channel]) => channel === "__interrupt__" && !done.has(taskId))
      .flatMap(([, , value]) => value as readonly { readonly id?: unknown }[])
      .map(({ id }) => id),
  );
}
