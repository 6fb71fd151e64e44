import { AgentActionBlocked, ConfigurationError } from "@capfence/core";
import { Enforcement, type NativeProposal, snapshot } from "@capfence/core/adapter";
import { deniedError, deniedResult } from "./denial.ts";
import {
  callParams,
  type CallParams,
  isErrorResult,
  isMessage,
  withArguments,
} from "./messages.ts";
import type { McpServerContext, McpServerGuardOptions } from "./options.ts";
import { askInRequest, askInRounds, type Asked, type AskingServer } from "./pauses.ts";

/** What answers a request, or only its parameters. */
export type Handler = (asked: unknown, context: McpServerContext) => unknown;

/** A server as far as calls that need approval are asked about through it. */
export class HandlerGuard {
  readonly #server: AskingServer;
  readonly #options: McpServerGuardOptions;
  readonly #enforcement: Enforcement<McpServerContext>;

  /** Throws `ConfigurationError` or `PolicyLoadError` where the options cannot work. */
  constructor(server: AskingServer, { requestState, ...options }: McpServerGuardOptions) {
    this.#server = server;
    this.#options = requestState === undefined ? options : { ...options, requestState };
    this.#enforcement = new Enforcement("mcp", {
      ...options,
      onBlocked: options.onBlocked ?? "message",
    });
    // oxlint-disable-next-line no-underscore-dangle -- the SDK's name
    const verifies = server._requestStateVerify !== undefined;
    if (this.#enforcement.pauses && verifies && requestState === undefined)
      throw new ConfigurationError(
        "a server that verifies requestState must give the guard the codec it verifies with, as requestState",
      );
  }

  /** The same handler, which is given the calls of tools that the policy allows, and all other requests. */
  aroundRequests(handler: Handler): Handler {
    return (request, context) => {
      if (!isMessage(request) || (request["method"] ?? "tools/call") !== "tools/call")
        return handler(request, context);
      return this.#answer(callParams(request["params"]), context, (params, inner) =>
        handler({ ...request, params }, inner),
      );
    };
  }

  /** As {@link aroundRequests}, for a handler of `tools/call` that is given the parameters only. */
  aroundParams(handler: Handler): Handler {
    return (params, context) => this.#answer(callParams(params), context, handler);
  }

  async #answer(params: CallParams, context: McpServerContext, handler: Handler): Promise<unknown> {
    const signal = context.mcpReq?.signal ?? context.signal;
    const input = snapshot(params["arguments"] ?? {});
    const call = { native: context, toolName: params.name, input, context: factsOf(context) };
    try {
      const { paused, answer, inner = context } = await this.#ask(call);
      if (paused !== undefined) return paused;
      return await this.#enforcement.run({
        ...call,
        ...(answer === undefined ? {} : { answer }),
        ...(signal === undefined ? {} : { signal }),
        invoke: (judged) => handler(withArguments(params, judged), inner),
        isFailure: isErrorResult,
        // Whoever asked for a task is owed a task or an error; a result would not be understood.
        ...(params["task"] === undefined ? { deny: deniedResult } : {}),
      });
    } catch (error) {
      throw AgentActionBlocked.isInstance(error) ? deniedError(error) : error;
    }
  }

  async #ask(call: NativeProposal<McpServerContext>): Promise<Asked> {
    if (!this.#enforcement.pauses) return {};
    const ask = call.native.mcpReq === undefined ? askInRequest : askInRounds;
    return ask(call, this.#enforcement, this.#server, this.#options);
  }
}

function factsOf(context: McpServerContext): { sessionId?: string; toolCallId?: string } {
  const { sessionId } = context;
  const id = context.mcpReq?.id ?? context.requestId;
  return {
    ...(sessionId === undefined ? {} : { sessionId }),
    ...(id === undefined ? {} : { toolCallId: String(id) }),
  };
}
