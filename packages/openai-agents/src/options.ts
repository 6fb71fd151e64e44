import { ConfigurationError } from "@capfence/core";
import { Enforcement, type PausingAdapterOptions } from "@capfence/core/adapter";
import type { RunContext } from "@openai/agents";

/** What a guard around an agent or a tool takes; `Context` is what your host gives to `run` as `context`. */
export interface OpenAiGuardOptions<Context = unknown> extends PausingAdapterOptions<
  RunContext<Context>
> {
  /**
   * The names of hosted tools that guarded agents may have all the same: OpenAI runs them, so that no call of theirs is
   * judged or recorded. An agent with any other hosted tool is refused.
   */
  readonly ungated?: readonly string[];
}

/** The guard of this framework. */
export type OpenAiEnforcement = Enforcement<RunContext>;

const enforcements = new WeakMap<object, OpenAiEnforcement>();

/** The one guard of these options: all tools of an agent share its runtime. */
export function enforcementOf(options: OpenAiGuardOptions): OpenAiEnforcement {
  const known = enforcements.get(options);
  if (known !== undefined) return known;
  const { ungated, ...rest } = options;
  if (ungated !== undefined && !Array.isArray(ungated))
    throw new ConfigurationError("ungated must be an array of names of hosted tools");
  const made: OpenAiEnforcement = new Enforcement("openai-agents", rest);
  enforcements.set(options, made);
  return made;
}
