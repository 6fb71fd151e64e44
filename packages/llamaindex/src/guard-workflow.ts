import { ConfigurationError } from "@capfence/core";
import type { BaseTool } from "@llamaindex/core/llms";
import { guardTools } from "./guard-tools.ts";
import type { LlamaIndexGuardOptions } from "./options.ts";
import { startRun } from "./stopped-run.ts";

/** A workflow of agents, as `agent` and `multiAgent` make it. */
export interface GuardableWorkflow {
  getAgents(): readonly { readonly tools: readonly BaseTool[] }[];
  runStream(userInput: never, params?: never): object;
}

/** What the guard does with a workflow. */
interface Running {
  runStream(...call: readonly unknown[]): {
    pipeThrough(transform: TransformStream): ReturnType<Running["runStream"]>;
  };
}

/** The workflows that are guarded, and with which options. */
const guarded = new WeakMap<object, LlamaIndexGuardOptions>();

/**
 * Guards every tool of every agent of a workflow, and gives the workflow back. In throw mode a block rejects `run` and
 * what `runStream` gives. Throws as `guardTool` does.
 */
export function guardWorkflow<Kind extends GuardableWorkflow>(
  workflow: Kind,
  options: LlamaIndexGuardOptions,
): Kind {
  if (guarded.get(workflow) === options) return workflow;
  if (typeof workflow?.getAgents !== "function" || typeof workflow.runStream !== "function")
    throw new ConfigurationError(
      'not a workflow of agents: it has no "getAgents" and "runStream"; guard its tools with guardTools',
    );
  guardAgents(workflow, options);
  const running = workflow as unknown as Running;
  const runStream = running.runStream.bind(workflow);
  running.runStream = (...call) => {
    // Agents and tools may have been added since.
    guardAgents(workflow, options);
    if (options.onBlocked === "message") return runStream(...call);
    const readers: TransformStreamDefaultController[] = [];
    const transform = new TransformStream({ start: (reader) => void readers.push(reader) });
    const reject = (error: unknown): void => {
      for (const reader of readers) reader.error(error);
    };
    return startRun(reject, () => runStream(...call)).pipeThrough(transform);
  };
  guarded.set(workflow, options);
  return workflow;
}

function guardAgents(workflow: GuardableWorkflow, options: LlamaIndexGuardOptions): void {
  for (const agent of workflow.getAgents())
    // Not into the same list: it may be that of whoever made the agent.
    Object.assign(agent, { tools: guardTools(agent.tools, options) });
}
