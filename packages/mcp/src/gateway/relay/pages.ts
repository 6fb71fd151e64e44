import type { JsonObject } from "@capfence/core";
import { isJsonObject, textAt } from "../wire/json-object.ts";
import { lookalike } from "../wire/lookalike.ts";
import type { Answer, RpcError } from "../wire/message.ts";
import { CODE } from "../wire/rpc-failure.ts";
import type { UpstreamLink } from "./upstream-link.ts";

/** A list of an upstream, whole. */
export interface WholeList {
  /** What its first page says besides the items. */
  readonly about: JsonObject;
  readonly items: readonly JsonObject[];
  /** Whether any page of it came on a stream of events. */
  readonly streamed: boolean;
}

const MOST_PAGES = 1000;
const MOST_ITEMS = 100_000;
/** As much as one page may have. */
const MOST_CHARACTERS = 64 * 1024 * 1024;

/** The member of a result that holds the items of a list. */
export const LIST_MEMBERS: ReadonlyMap<string, string> = new Map([
  ["tools/list", "tools"],
  ["prompts/list", "prompts"],
  ["resources/list", "resources"],
  ["resources/templates/list", "resourceTemplates"],
  ["tasks/list", "tasks"],
]);

/** What MCP has in lists besides their items. */
const ABOUT = ["nextCursor", "resultType", "inputRequests", "ttlMs", "cacheScope", "_meta"];

/** Every page of a list as one; the error of the upstream where it gives none. */
export async function wholeList(
  link: UpstreamLink,
  method: string,
  params: JsonObject,
  signal: AbortSignal,
  learn?: (cursor: string | undefined, page: Answer) => void,
): Promise<WholeList | RpcError> {
  const member = LIST_MEMBERS.get(method) ?? "";
  const items: JsonObject[] = [];
  let about: JsonObject | undefined;
  let cursor: string | undefined;
  let streamed = false;
  let characters = 0;
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const asked = cursor === undefined ? params : { ...params, cursor };
    // oxlint-disable-next-line no-await-in-loop -- a page says where the next one is
    const answer = await link.ask(method, asked, signal);
    const { result, error } = answer;
    if (error !== undefined) return error;
    learn?.(cursor, answer);
    streamed ||= answer.streamed === true;
    const { [member]: listed, nextCursor: _next, ...rest } = result ?? {};
    const isOdd = lookalike(result ?? {}, [member, ...ABOUT]) !== undefined;
    if (isOdd || !isWhole(result) || !Array.isArray(listed) || !listed.every(isJsonObject))
      return { code: CODE.internal, message: `the server has answered ${method} with no list` };
    about ??= rest;
    for (const item of listed) items.push(item);
    cursor = textAt(result, "nextCursor");
    if (cursor === undefined || cursor === "") return { about, items, streamed };
    characters += answer.text?.length ?? 0;
    if (items.length > MOST_ITEMS || characters > MOST_CHARACTERS) break;
  }
  return { code: CODE.internal, message: `the server's ${method} has no end` };
}

/** Whether a list could not be had. */
export function isError(list: WholeList | RpcError): list is RpcError {
  return "code" in list;
}

/** Whether a result asks the client for nothing: only what is judged may do that. */
export function isWhole(result: JsonObject | undefined): boolean {
  const { resultType = "complete", inputRequests } = result ?? {};
  return resultType === "complete" && inputRequests === undefined;
}
