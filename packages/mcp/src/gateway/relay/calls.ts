import type { JsonObject } from "@capfence/core";
import type { ListedTool } from "../pins/tool-page.ts";
import { isJsonObject, objectAt, textAt } from "../wire/json-object.ts";
import type { Answer, Request } from "../wire/message.ts";
import { checkParameterHeaders } from "../wire/parameter-headers.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import type { Approvals, Asked } from "./approvals.ts";
import { deniedError, deniedResult } from "./denials.ts";
import type { Forwarding } from "./forwarding.ts";
import { contextOf, type JudgedAction } from "./judge.ts";
import type { Owned } from "./names.ts";
import type { Handling, SessionParts } from "./session-parts.ts";
import { checkArguments } from "./spelling.ts";
import type { UpstreamLink } from "./upstream-link.ts";

/** What MCP has for a call besides its arguments: anything else would reach a server that reads it unjudged. */
const PASSED: ReadonlySet<string> = new Set(["_meta", "task", "requestState", "inputResponses"]);

/** A tool that a call is for, as far as it is there. */
interface Found {
  readonly link: UpstreamLink;
  readonly owned: Owned;
  readonly tool: ListedTool | undefined;
  readonly isReviewed: boolean;
}

/** Calls of tools: judged, approved where they must be, and only then sent. */
export class Calls {
  readonly #session: SessionParts;
  readonly #approvals: Approvals;
  readonly #forwarding: Forwarding;

  constructor(session: SessionParts, approvals: Approvals, forwarding: Forwarding) {
    this.#session = session;
    this.#approvals = approvals;
    this.#forwarding = forwarding;
  }

  async answer(request: Request, handling: Handling): Promise<Answer> {
    const { params = {} } = request;
    const name = textAt(params, "name") ?? "";
    if (name === "") throw new RpcFailure(CODE.invalidParams, "params.name must name a tool");
    const wait = this.#session.takeCall(this.#session.caller.principal.key);
    if (wait > 0) return this.#tooMany(wait);
    const input = params["arguments"] ?? {};
    if (!isJsonObject(input))
      throw new RpcFailure(CODE.invalidParams, "params.arguments must be an object");
    let found = await this.#find(name);
    let action = this.#actionOf(name, input, request, found, handling);
    // What was never listed to this client is not there for it, whatever token it shows now.
    const isUnknown = (): boolean =>
      found?.tool === undefined || !this.#session.judge.couldRun(this.#session.caller, name);
    checkArguments(input, objectAt(found?.tool?.definition, "inputSchema"));
    if (found?.tool !== undefined && handling.headers !== undefined)
      checkParameterHeaders(handling.headers, found.tool.definition["inputSchema"], input);
    let asked: Asked = { params };
    if (
      action.refusal === undefined &&
      found?.tool !== undefined &&
      !(comesBack(params) && isUnknown())
    ) {
      asked = await this.#approvals.settle(action, params, handling);
      if (asked.paused !== undefined) return asked.paused;
      // Whoever was asked may have taken long: what runs is the tool as it is now, or nothing.
      found = await this.#find(name);
      action = this.#actionOf(name, input, request, found, handling);
    }
    // No tool has a name that no record can hold.
    if (!isRecordable(name) && isUnknown()) return unknownTool(name);
    const { caller } = handling;
    const { answer, speaker } = asked;
    const answered = await this.#session.judge.run({
      ...action,
      caller: speaker === undefined ? caller : { ...caller, speaker },
      ...(answer === undefined ? {} : { answer }),
      signal: handling.signal,
      perform: (judged) => this.#perform(found, request, asked.params, judged, handling),
      deny: (blocked) => {
        if (isUnknown()) return unknownTool(name);
        const asResult = this.#session.settings().denials === "result" && !("task" in params);
        return asResult ? deniedResult(blocked) : deniedError(blocked);
      },
    });
    return this.#approvals.continued(action, asked, answered);
  }

  /** In the way of a denial, which models read. */
  #tooMany(wait: number): Answer {
    const words = `Denied: too many calls. Nothing was run. Wait ${Math.ceil(wait / 1000)} seconds before the next one.`;
    return this.#session.settings().denials === "result"
      ? { result: { content: [{ type: "text", text: words }], isError: true } }
      : new RpcFailure(429, words).answer;
  }

  async #find(name: string): Promise<Found | undefined> {
    const { names, links, tools } = this.#session;
    const owned = names().owner(name);
    if (owned === undefined) return undefined;
    const link = await links.ready(owned.upstream);
    const tool = (await tools.of(link)).definitionOf(owned.name);
    return { link, owned, tool, isReviewed: tool !== undefined && tools.isReviewed(link, tool) };
  }

  #actionOf(
    tool: string,
    input: JsonObject,
    { id }: Request,
    found: Found | undefined,
    { caller }: Handling,
  ): JudgedAction {
    return {
      caller,
      tool,
      input,
      context: {
        ...contextOf(id),
        ...(found?.tool === undefined ? {} : { toolDigest: found.tool.digest }),
      },
      ...(found?.isReviewed === true ? {} : { refusal: "tool_unreviewed" }),
    };
  }

  async #perform(
    found: Found | undefined,
    request: Request,
    params: JsonObject,
    judged: JsonObject,
    handling: Handling,
  ): Promise<Answer> {
    // Also where the policy only observes: there is nothing to run.
    if (found === undefined) throw new RpcFailure(CODE.invalidParams, "unknown tool");
    const { link, owned, tool } = found;
    const forUpstream = {
      ...Object.fromEntries(Object.entries(params).filter(([key]) => PASSED.has(key))),
      name: owned.name,
      ...("arguments" in params ? { arguments: judged } : {}),
    };
    const schema = objectAt(tool?.definition, "inputSchema");
    return this.#forwarding.send(link, { ...request, params: forUpstream }, handling, schema);
  }
}

/** Whether a call brings back what it was answered before: the next round of one that was let through. */
function comesBack(params: JsonObject): boolean {
  return "requestState" in params;
}

function isRecordable(name: string): boolean {
  return name.length <= 1024 && !/\p{C}/u.test(name);
}

function unknownTool(name: string): Answer {
  const words = `Unknown tool: ${JSON.stringify(name.slice(0, 200))}`;
  return new RpcFailure(CODE.invalidParams, words).answer;
}
