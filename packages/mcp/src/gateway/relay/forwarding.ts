import type { Json, JsonObject } from "@capfence/core";
import { isJsonObject, objectAt, textAt } from "../wire/json-object.ts";
import { lookalike } from "../wire/lookalike.ts";
import type { Answer, Request, RpcError } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";
import { URL_ELICITATION_REQUIRED } from "./asking-errors.ts";
import type { ServerSide } from "./server-side.ts";
import type { Handling, SessionParts } from "./session-parts.ts";
import type { UpstreamLink } from "./upstream-link.ts";
import { within } from "./within.ts";

/** Sends judged requests to their upstream, and gives the answers as the client may see them. */
export class Forwarding {
  readonly #session: SessionParts;
  readonly #serverSide: ServerSide;

  constructor(session: SessionParts, serverSide: ServerSide) {
    this.#session = session;
    this.#serverSide = serverSide;
  }

  /** Rejects as `Conversation.request`. */
  async send(
    link: UpstreamLink,
    request: Request,
    handling: Handling,
    inputSchema?: JsonObject,
  ): Promise<Answer> {
    const { answer: longest } = this.#session.settings().limits;
    const limit = request.method === "subscriptions/listen" ? Infinity : longest;
    const answer = await within(limit, handling.signal, (signal) =>
      link.request(request, {
        hear: (message) => this.#serverSide.hear(link, message, (one) => handling.send(one)),
        pause: (retry) => handling.pause?.(retry),
        signal,
        ...(inputSchema === undefined ? {} : { inputSchema }),
      }),
    );
    return this.#shown(link, answer, handling);
  }

  async #shown(link: UpstreamLink, answer: Answer, { signal }: Handling): Promise<Answer> {
    const { text, ...about } = answer;
    const { result, error } = about;
    if (error !== undefined) return this.#shownError(link, error, answer, signal);
    if (result === undefined) return answer;
    const { names, tasks, caller } = this.#session;
    tasks.note(link.name, caller.principal.key, result);
    const asked = result["inputRequests"] ?? {};
    if (!isJsonObject(asked) || lookalike(result, ASKING) !== undefined)
      throw new RpcFailure(CODE.internal, "the server asks for something in no way of MCP");
    await this.#checkAsked(link, Object.values(asked), signal);
    const shown = names().withShownUris(link.name, result);
    return shown === result && !mayAsk(text) ? answer : { ...about, result: shown };
  }

  /** An error too can ask for something: that the user goes to a page. */
  async #shownError(
    link: UpstreamLink,
    error: RpcError,
    answer: Answer,
    signal: AbortSignal,
  ): Promise<Answer> {
    const { text, ...about } = answer;
    if (error.code !== URL_ELICITATION_REQUIRED) return mayAsk(text) ? about : answer;
    const elicitations = isJsonObject(error.data) ? error.data["elicitations"] : undefined;
    const list = Array.isArray(elicitations) ? (elicitations as readonly Json[]) : [elicitations];
    const asked = list.map((params) => ({
      method: "elicitation/create",
      params: params ?? null,
    }));
    await this.#checkAsked(link, asked, signal);
    return about;
  }

  /** What a server asks for inside of a result is judged as if it asked for it in a request. */
  async #checkAsked(
    link: UpstreamLink,
    asked: readonly Json[],
    signal: AbortSignal,
  ): Promise<void> {
    if (asked.length > MOST_ASKED)
      throw new RpcFailure(CODE.internal, `the server asks for more than ${MOST_ASKED} things`);
    for (const one of asked) {
      const isPlain = isJsonObject(one) && lookalike(one, ["method", "params"]) === undefined;
      const method = isPlain ? textAt(one, "method") : undefined;
      const params = isJsonObject(one) ? (objectAt(one, "params") ?? {}) : {};
      // oxlint-disable-next-line no-await-in-loop -- the first that is denied ends it
      const answer = await this.#serverSide.mayAsk(link, method ?? "", params, signal);
      if (answer.error !== undefined || answer.result?.["action"] === "decline")
        throw new RpcFailure(
          CODE.internal,
          `the server asks for ${JSON.stringify(method ?? "")}, which the policy denies`,
        );
    }
  }
}

/** How much one answer may ask for; each is judged and recorded. */
const MOST_ASKED = 100;

/** The members of a result that ask for something. */
const ASKING = ["inputRequests", "resultType", "requestState"];

/**
 * Whether an answer may ask for something in words that another reader reads otherwise, as a key may stand there twice:
 * the client is to see what was judged. Letters of keys could be escaped, which nobody does.
 */
function mayAsk(text: string | undefined): boolean {
  return text !== undefined && /inputRequests|elicitations|\\u00[4-7]/i.test(text);
}
