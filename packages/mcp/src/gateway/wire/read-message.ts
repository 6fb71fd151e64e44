import { isJsonObject } from "./json-object.ts";
import { type Json, JsonError, type JsonObject, parseJson } from "@capfence/core";
import { memberTexts } from "./member-texts.ts";
import type { Answer, Incoming, RequestId, RpcError } from "./message.ts";
import { CODE, RpcFailure } from "./rpc-failure.ts";

/** How much of a message is read: nesting levels, and characters in all. */
export interface MessageLimits {
  readonly depth: number;
  readonly size: number;
}

/**
 * Reads what a client sends, refusing whatever two readers could read differently: see `parseJson`. Throws `RpcFailure`
 * for what is not exactly one JSON-RPC message, batches included.
 */
export function readClientMessage(text: string, limits: MessageLimits): Incoming {
  let value: Json;
  try {
    value = parseJson(text, limits);
  } catch (error) {
    if (!(error instanceof JsonError)) throw error;
    throw new RpcFailure(CODE.parseError, `parse error: ${error.message}`, { cause: error });
  }
  if (Array.isArray(value))
    throw new RpcFailure(
      CODE.invalidRequest,
      "batches are not accepted; send one message at a time",
    );
  return messageIn(value, () => memberTexts(text));
}

/**
 * Reads what a server sends. Its results are for the client to judge, so numbers in them may be as large as they like,
 * and they are kept as text. Throws `RpcFailure` for what is not exactly one JSON-RPC message.
 */
export function readServerMessage(text: string): Incoming {
  let value: unknown;
  let members: ReadonlyMap<string, string>;
  try {
    value = JSON.parse(text);
    members = memberTexts(text);
  } catch (cause) {
    // Whoever waits for it hears that it cannot be read.
    const id = isJsonObject(value) ? idIn(value["id"]) : undefined;
    const words = "the server has sent no JSON-RPC message";
    throw new RpcFailure(CODE.parseError, words, { cause, ...(id === undefined ? {} : { id }) });
  }
  return messageIn(value, () => members);
}

const MEMBERS = new Set(["jsonrpc", "id", "method", "params", "result", "error"]);

function messageIn(value: unknown, texts: () => ReadonlyMap<string, string>): Incoming {
  if (!isJsonObject(value)) throw invalid("a message must be an object");
  const id = idIn(value["id"]);
  if (value["jsonrpc"] !== "2.0") throw invalid('a message must have "jsonrpc": "2.0"', id);
  const stranger = Object.keys(value).find((key) => !MEMBERS.has(key));
  // Another reader might give it a meaning.
  if (stranger !== undefined)
    throw invalid(`a message has no member ${JSON.stringify(stranger)}`, id);
  const { method, params } = value;
  if (method !== undefined) {
    if (typeof method !== "string") throw invalid('"method" must be text', id);
    if ("result" in value || "error" in value)
      throw invalid("a message is either a request or an answer", id);
    if (params !== undefined && !isJsonObject(params))
      throw invalid('"params" must be an object', id, CODE.invalidParams);
    const body = { method, ...(params === undefined ? {} : { params }) };
    if (!("id" in value)) return { kind: "notification", message: body };
    if (id === undefined) throw invalid('"id" must be text or a number that is exact');
    return { kind: "request", message: { id, ...body } };
  }
  if (id === undefined) throw invalid("a message must have a method, or the id of what it answers");
  return { kind: "answer", id, answer: answerIn(value, texts(), id) };
}

function answerIn(value: JsonObject, texts: ReadonlyMap<string, string>, id: RequestId): Answer {
  const { result, error } = value;
  if ((result === undefined) === (error === undefined))
    throw invalid("an answer has either a result or an error", id);
  if (result !== undefined) {
    if (!isJsonObject(result)) throw invalid('"result" must be an object', id);
    const text = texts.get("result");
    return { result, ...(text === undefined ? {} : { text }) };
  }
  if (!isRpcError(error)) throw invalid('"error" must have a code and a message', id);
  const text = texts.get("error");
  return { error, ...(text === undefined ? {} : { text }) };
}

function isRpcError(value: unknown): value is RpcError & JsonObject {
  return (
    isJsonObject(value) && Number.isInteger(value["code"]) && typeof value["message"] === "string"
  );
}

function idIn(value: unknown): RequestId | undefined {
  if (typeof value === "string" && value.length <= 256) return value;
  return Number.isSafeInteger(value) ? (value as number) : undefined;
}

function invalid(message: string, id?: RequestId, code: number = CODE.invalidRequest): RpcFailure {
  return new RpcFailure(code, message, id === undefined ? {} : { id });
}
