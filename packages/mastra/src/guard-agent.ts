import { ConfigurationError } from "@capfence/core";
import type { Agent, ToolsInput } from "@mastra/core/agent";
import type { RequestContext } from "@mastra/core/request-context";
import { isGuarded } from "./guarded-tool.ts";
import { RunReport } from "./run-report.ts";

// oxlint-disable-next-line typescript/no-explicit-any -- every agent, whatever its tools and its context are
type AnyAgent = Agent<any, any, any, any, any>;

/** The options of a run, as far as the guard looks into them. */
interface RunOptions {
  readonly abortSignal?: AbortSignal | undefined;
  readonly requestContext?: RequestContext | undefined;
  readonly toolsets?: Readonly<Record<string, ToolsInput>>;
}

/** What runs an agent, and which of its arguments are the options. */
const RUNS: ReadonlyMap<PropertyKey, number> = new Map([
  ["generate", 1],
  ["stream", 1],
  ["resumeGenerate", 1],
  ["resumeStream", 1],
  ["approveToolCall", 0],
  ["approveToolCallGenerate", 0],
  ["declineToolCall", 0],
  ["declineToolCallGenerate", 0],
]);

/**
 * An agent that runs with guarded tools only, and whose runs end and reject with the `AgentActionBlocked` that a tool
 * of it has thrown, of which Mastra would tell the model alone. Its tools are guarded by `guardTools`.
 *
 * A run rejects with `ConfigurationError` where a tool of the agent or of the run's toolsets is not guarded.
 */
export function guardAgent<Kind extends AnyAgent>(agent: Kind): Kind {
  return new Proxy(agent, {
    get(target, key) {
      // Mastra's private fields are known to the agent alone.
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return value;
      const position = RUNS.get(key);
      if (position === undefined) return value.bind(target);
      return (...given: unknown[]) =>
        guardedRun(target, given[position] ?? {}, (options) => {
          given[position] = options;
          return Reflect.apply(value, target, given);
        });
    },
  });
}

async function guardedRun(
  agent: AnyAgent,
  options: RunOptions,
  run: (options: RunOptions) => Promise<unknown>,
): Promise<unknown> {
  const { requestContext } = options;
  const about = requestContext && { requestContext };
  const defaults = await agent.getDefaultOptions(about);
  const abortSignal = options.abortSignal ?? defaults.abortSignal;
  const own: ToolsInput = await agent.listTools(about);
  const toolsets = Object.values({ ...defaults.toolsets, ...options.toolsets });
  for (const tools of [own, ...toolsets]) checkGuarded(tools);
  const report = new RunReport();
  const signals = [report.signal, ...(abortSignal ? [abortSignal] : [])];
  try {
    const output = await report.run(() =>
      run({ ...options, abortSignal: AbortSignal.any(signals) }),
    );
    report.check();
    return isStreaming(output) ? rejecting(output, report) : output;
  } catch (error) {
    report.check();
    throw error;
  }
}

function checkGuarded(tools: ToolsInput): void {
  for (const [key, tool] of Object.entries(tools))
    if ("execute" in tool && typeof tool.execute === "function" && !isGuarded(tool))
      throw new ConfigurationError(`the tool "${key}" of the agent is not guarded; use guardTools`);
}

function isStreaming(output: unknown): output is object {
  return typeof output === "object" && output !== null && "fullStream" in output;
}

/** A stream of a run, whose parts end with what was reported instead of as if all were well. */
function rejecting<Output extends object>(output: Output, report: RunReport): Output {
  const after = (value: unknown): unknown => {
    if (value instanceof ReadableStream)
      return value.pipeThrough(new TransformStream({ flush: () => report.check() }));
    if (!(value instanceof Promise)) return value;
    return value.finally(() => report.check());
  };
  return new Proxy(output, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key, target);
      if (typeof value !== "function") return after(value);
      return (...given: unknown[]) => after(Reflect.apply(value, target, given));
    },
  });
}
