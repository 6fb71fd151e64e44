import type { PendingApproval } from "@capfence/core/adapter";
import { keepsAnswer, shownIn, type TaskConfig, writesAround } from "@capfence/langchain/adapter";
import type { Interrupt, LangGraphRunnableConfig } from "@langchain/langgraph";
import { isObject } from "./tool-calls.ts";

/** A call that humans were shown when a run paused. */
export interface ShownCall extends PendingApproval {
  readonly toolCallId?: string;
}

/** How a task has paused before it was run again. */
export interface StoredPause {
  /** The calls that humans were shown, in their order; none if it has not paused. */
  readonly shown: readonly ShownCall[];
  /** How many answers earlier runs were given: they are given again, whoever runs the task. */
  readonly used: number;
  /** What the run was resumed with for this pause by its id. */
  readonly addressed?: { readonly value: unknown };
  /** Whether only an answer with an address counts for it. */
  readonly byId: boolean;
  /** Whether an answer without an address is kept, which is given again whenever the task is run. */
  readonly keepsAnswer: boolean;
  /** Whether other tasks have paused as well, so that an answer that is not addressed may be meant for them. */
  readonly others: boolean;
}

/** Whether a run can pause here: it has somewhere to keep its state. */
export function canPause({ configurable }: LangGraphRunnableConfig): boolean {
  return isObject(configurable?.["__pregel_checkpointer"]);
}

/**
 * How this very task has paused. What a run is resumed with says nothing of the calls that it answers, so that only
 * the checkpoint tells whose answer is whose.
 */
export async function storedPause(config: LangGraphRunnableConfig): Promise<StoredPause> {
  const { configurable = {} } = config;
  const writes = await writesAround(configurable as NonNullable<TaskConfig["configurable"]>);
  const task: unknown = configurable["__pregel_task_id"];
  const pauses = writes.flatMap(([writer, channel, interrupts]) =>
    channel === "__interrupt__"
      ? [interrupts].flat().map((one: unknown) => ({ ...(one as Interrupt), writer }))
      : [],
  );
  const own = pauses.filter(({ writer }) => writer === task);
  const byId = configurable["__pregel_resume_map"];
  // Not what is stored of them: that is from an earlier run.
  const addressed = own.flatMap(({ id }) =>
    isObject(byId) && Object.hasOwn(byId, String(id)) ? [byId[String(id)]] : [],
  );
  return {
    shown: own.flatMap(({ value }) => shownIn(value) as readonly ShownCall[]),
    used: writes.flatMap(([writer, channel, values]) =>
      writer === task && channel === "__resume__" ? values : [],
    ).length,
    byId: own.some(({ value }) => isObject(value) && value["byId"] === true),
    keepsAnswer: keepsAnswer(writes),
    ...(addressed.length === 0 ? {} : { addressed: { value: addressed.at(-1) } }),
    // What has called this task has paused with it, by the same id.
    others: pauses.some((one) => own.every(({ id }) => id !== one.id)),
  };
}
