import type { JsonObject } from "@capfence/core";

/** A JSON-RPC message, of which nothing is known yet. */
export type Message = Readonly<Record<string, unknown>>;

/** The id that a request is answered under. */
export type RequestId = string | number;

/** A JSON-RPC request to call a tool. */
export interface ToolCall extends Message {
  readonly id: RequestId;
  readonly method: "tools/call";
  readonly params: CallParams;
}

/** The parameters of a call. */
export interface CallParams extends Message {
  readonly name: string;
}

/** Whether a value is an object with members. */
export function isMessage(value: unknown): value is Message {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A message that asks for a tool to be called, whatever else is wrong with it. */
export function asksForTool(message: unknown): message is Message {
  return isMessage(message) && message["method"] === "tools/call";
}

/** The id of a response; undefined for any other message. */
export function answeredId(message: unknown): RequestId | undefined {
  if (!isMessage(message) || "method" in message) return undefined;
  return "result" in message || "error" in message ? idOf(message["id"]) : undefined;
}

/** An id, if the value can be one. */
export function idOf(value: unknown): RequestId | undefined {
  return typeof value === "string" || typeof value === "number" ? value : undefined;
}

/** The id of a request; undefined for any other message. */
export function requestedId(message: Message): RequestId | undefined {
  return typeof message["method"] === "string" ? idOf(message["id"]) : undefined;
}

/** What an id is known by: SDKs take whatever reads as the number 1, such as "1" or "0x1", for an answer to 1. */
export function keyOf(id: RequestId): string {
  const number = Number(id);
  return String(Number.isSafeInteger(number) ? number : id);
}

/** The parameters of a call. Throws `TypeError` if they name no tool. */
export function callParams(params: unknown): CallParams {
  if (isMessage(params) && typeof params["name"] === "string") return params as CallParams;
  throw new TypeError("a tools/call request must name its tool in params.name");
}

/** A message as a call. Throws `TypeError` if it names no tool, or cannot be answered. */
export function toolCall(message: Message): ToolCall {
  const id = idOf(message["id"]);
  if (id === undefined) throw new TypeError("a tools/call request must have an id to be answered");
  return { ...message, id, method: "tools/call", params: callParams(message["params"]) };
}

/** The parameters with the judged arguments, and no others. */
export function withArguments<Params extends CallParams>(
  params: Params,
  judged: JsonObject,
): Params {
  return { ...params, arguments: judged };
}

/** Whether a result says that the tool has failed. */
export function isErrorResult(result: unknown): boolean {
  return isMessage(result) && result["isError"] === true;
}
