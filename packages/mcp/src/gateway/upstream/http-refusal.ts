import type { IncomingMessage } from "node:http";
import { isJsonObject } from "../wire/json-object.ts";
import type { Answer, RequestId } from "../wire/message.ts";
import { readServerMessage } from "../wire/read-message.ts";
import { CODE } from "../wire/rpc-failure.ts";
import { AnswerLost } from "./conversation.ts";
import { contentType, discard, readBody } from "./response-body.ts";

/**
 * What a response that is no success answers. It is about the gateway's credentials that a server says 401 or 403, so
 * the client does not hear those. Rejects with `AnswerLost` if it answers nothing.
 */
export async function refusal(
  response: IncomingMessage,
  id: RequestId,
  limit: number,
): Promise<Answer> {
  const status = response.statusCode ?? 0;
  let answer: Answer | undefined;
  if (contentType(response) === "application/json")
    answer = errorIn(await readBody(response, limit), id);
  else discard(response);
  if (status === 401 || status === 403) {
    const message = "the server refuses the gateway's credentials";
    return answer ?? { error: { code: CODE.internal, message } };
  }
  if (answer !== undefined) return { ...answer, status };
  throw new AnswerLost(`the server has failed with HTTP ${status}`);
}

/** A server that has not read a request so far answers without its id. */
function errorIn(text: string, id: RequestId): Answer | undefined {
  try {
    const value: unknown = JSON.parse(text);
    const nameless = isJsonObject(value) && (value["id"] ?? null) === null;
    const message = readServerMessage(nameless ? JSON.stringify({ ...value, id }) : text);
    return message.kind === "answer" && message.id === id && message.answer.error
      ? message.answer
      : undefined;
  } catch {
    return undefined;
  }
}
