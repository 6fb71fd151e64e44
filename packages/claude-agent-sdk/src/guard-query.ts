import type { Options, Query, SDKMessage, SDKUserMessage } from "@anthropic-ai/claude-agent-sdk";
import { AgentGuard } from "./agent-guard.ts";
import { optionsOf } from "./guard-options.ts";
import { HeldPrompt } from "./held-prompt.ts";
import type { ClaudeGuardOptions } from "./options.ts";

/** The SDK's `query`. */
export type QueryFunction = (params: {
  prompt: string | AsyncIterable<SDKUserMessage>;
  options?: Options;
}) => Query;

/** Guarded queries, and the options they are guarded with. */
const guarded = new WeakMap<QueryFunction, ClaudeGuardOptions>();

/**
 * The SDK's `query`, for agents whose every tool call is judged, recorded and then run or blocked. In throw mode its
 * messages end with an `AgentActionBlocked` at the first block; what CapFence cannot judge or record always ends them. A
 * query that is guarded with the same `guard` is given back as it is.
 *
 * Throws `ConfigurationError` for options that cannot work, `PolicyLoadError` for a policy that does not load.
 */
export function guardQuery(query: QueryFunction, guard: ClaudeGuardOptions): QueryFunction {
  if (guarded.get(query) === guard) return query;
  const made: QueryFunction = ({ prompt, options = {} }) => {
    const agent = new AgentGuard(options, guard);
    const isResumed = options.resume !== undefined || options.continue === true;
    const held = isResumed && typeof prompt === "string" ? new HeldPrompt(prompt) : undefined;
    const inner = query({
      prompt: held?.messages() ?? prompt,
      options: optionsOf(options, guard, agent),
    });
    return guardedMethods(inner, guardedMessages(inner, agent, held), agent);
  };
  guarded.set(made, guard);
  return made;
}

async function* guardedMessages(
  query: Query,
  agent: AgentGuard,
  held: HeldPrompt | undefined,
): AsyncGenerator<SDKMessage, void> {
  try {
    for await (const message of query) {
      held?.see(message);
      yield message;
      if (message.type === "result") agent.throwFailure();
    }
  } catch (error) {
    // That the run was stopped is not what its caller has to know, but why.
    agent.throwFailure();
    throw error;
  } finally {
    held?.release();
    await agent.end();
  }
  agent.throwFailure();
}

/** What reads messages; all else of a query is the SDK's. */
const READING: ReadonlySet<string | symbol> = new Set([
  "next",
  "return",
  "throw",
  Symbol.asyncIterator,
]);

/** `query` with other messages, and all of its methods; its guard is told of the servers that it gets later. */
function guardedMethods(
  query: Query,
  messages: AsyncGenerator<SDKMessage, void>,
  agent: AgentGuard,
): Query {
  const end = messages.return.bind(messages);
  // A generator that nobody has read yet would end without the run.
  messages.return = async (value) => {
    const ended = await end(value);
    await query.return();
    await agent.end();
    return ended;
  };
  const setMcpServers: Query["setMcpServers"] = async (servers) => {
    agent.addServers(servers);
    return query.setMcpServers(servers);
  };
  return new Proxy(query, {
    get(target, key) {
      if (key === "setMcpServers") return setMcpServers;
      const owner: object = READING.has(key) ? messages : target;
      const value: unknown = Reflect.get(owner, key, owner);
      return typeof value === "function" ? (value.bind(owner) as unknown) : value;
    },
  });
}
