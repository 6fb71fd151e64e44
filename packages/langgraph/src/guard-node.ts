import { ConfigurationError, freezeJsonObject, type JsonObject } from "@capfence/core";
import type { LangChainCall } from "@capfence/langchain";
import { contextOf } from "@capfence/langchain/adapter";
import { type BaseMessage, ToolMessage } from "@langchain/core/messages";
import type { ToolCall } from "@langchain/core/messages/tool";
import type { LangGraphRunnableConfig } from "@langchain/langgraph";
import { denialOf } from "./denial.ts";
import { foresee, type Proposal } from "./foresee.ts";
import { Gathering } from "./gathering.ts";
import { GraphEnforcement } from "./graph-enforcement.ts";
import { withCalls, withDenials } from "./node-view.ts";
import type { LangGraphGuardOptions } from "./options.ts";
import { hasMessages, messagesIn, openCalls } from "./tool-calls.ts";

/**
 * A hand-written node that answers tool calls, guarded: it runs once, with a state that shows it only the calls that
 * may run, with their judged arguments. Without any it does not run. What else it does is not judged.
 *
 * Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work.
 */
export function guardNode<State, Update>(
  node: (state: State, config: LangGraphRunnableConfig) => Update | Promise<Update>,
  options: LangGraphGuardOptions,
): (state: State, config: LangGraphRunnableConfig) => Promise<Update> {
  const enforcement = new GraphEnforcement(options);
  return async (state, config) => {
    if (!hasMessages(state))
      throw new ConfigurationError(
        "guardNode judges the tool calls in the `messages` of a state, and this state has none",
      );
    const calls = openCalls(state).map((call) => proposalOf(call, config));
    const { refused, noes } = await foresee(calls, enforcement, config);
    const denials: ToolMessage[] = [];
    const answer = (
      call: Proposal,
      work: (judged: ToolCall) => Promise<Answer>,
    ): Promise<Answer> => {
      const no = noes.get(call);
      const id = call.context?.toolCallId;
      const named = id === undefined ? { name: call.toolName } : { name: call.toolName, id };
      return enforcement.run<Answer>({
        ...call,
        ...(no === undefined ? {} : { answer: no }),
        ...(config.signal === undefined ? {} : { signal: config.signal }),
        invoke: (args) => work({ ...named, args, type: "tool_call" }),
        isFailure: (one) => one?.status === "error",
        deny(blocked) {
          denials.push(denialOf(blocked, call.toolName, id));
          return undefined;
        },
      });
    };
    if (enforcement.onBlocked === "throw") for (const call of refused) await answer(call, changed);

    let stop: { readonly error: unknown } | undefined;
    const all = new Gathering<ToolCall, Update | undefined>(calls.length, async (permitted) => {
      if (stop !== undefined) throw stop.error;
      return permitted.length === 0 ? undefined : node(withCalls(state, permitted), config);
    });
    const answering = calls.map(async (call, place) => {
      try {
        await answer(call, async (judged) => answerTo(judged, await all.arrive(place, judged)));
      } catch (error) {
        stop ??= { error };
        throw error;
      } finally {
        all.leave(place);
      }
    });
    await Promise.all(answering);
    return withDenials<Update>(state, await all.result, denials);
  };
}

/** What a node has answered to a call, if it has. */
type Answer = ToolMessage | undefined;

function answerTo(call: ToolCall, update: unknown): Answer {
  return messagesIn(update).find(
    (one: BaseMessage): one is ToolMessage =>
      ToolMessage.isInstance(one) && one.tool_call_id === call.id,
  );
}

function proposalOf(call: ToolCall, config: LangGraphRunnableConfig): Proposal {
  const input: JsonObject = freezeJsonObject(call.args);
  const native = { ...config, toolCall: { ...call, args: input } } as LangChainCall;
  return { native, toolName: call.name, input, context: contextOf(native) };
}

/** A call that was about to be blocked is allowed now: then nothing is known of the others either. */
function changed(): never {
  throw new Error(
    "what the policy allows has changed while the calls of a message were judged; run the node again",
  );
}
