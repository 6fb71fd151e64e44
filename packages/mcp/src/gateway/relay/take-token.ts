import type { JsonObject } from "@capfence/core";
import type { PresentedToken } from "@capfence/core/tokens";
import { isJsonObject, objectAt } from "../wire/json-object.ts";
import type { Request } from "../wire/message.ts";
import { CODE, RpcFailure } from "../wire/rpc-failure.ts";

/** The member of `_meta` in which a client shows a capability token with a request. */
export const TOKEN_META = "dev.capfence/token";

/** The answers to what a server has asked for, which go to it with the next round of a call. */
const ANSWERS = "inputResponses";

/** The member of `_meta` for the proof of its holder. */
export const PROOF_META = "dev.capfence/proof";

/** A request without the token it came with: no server is to have it. */
export interface TakenToken {
  readonly request: Request;
  readonly token?: PresentedToken;
}

/**
 * Takes the capability token out of a request: from `_meta`, or from the header that came with it. Throws `RpcFailure`
 * for one that is no text, and for two.
 */
export function takeToken(request: Request, bearer: string | undefined): TakenToken {
  const { params } = request;
  const meta = objectAt(params, "_meta") ?? {};
  const said = textIn(meta, TOKEN_META);
  const proof = textIn(meta, PROOF_META);
  if (said !== undefined && bearer !== undefined && said !== bearer)
    throw invalid(`"${TOKEN_META}" and the header Authorization show different tokens; show one`);
  const text = said ?? bearer;
  if (text === undefined && proof !== undefined)
    throw invalid(`"${PROOF_META}" proves nothing without a token in "${TOKEN_META}"`);
  return {
    request: { ...request, ...(params && { params: answersPlain(withoutToken(params)) }) },
    ...(text !== undefined && { token: { text, ...(proof !== undefined && { proof }) } }),
  };
}

function answersPlain(params: JsonObject): JsonObject {
  const answers = objectAt(params, ANSWERS);
  if (answers === undefined) return params;
  const plainAnswers = Object.entries(answers).map(
    ([key, one]) => [key, isJsonObject(one) ? withoutToken(one) : one] as const,
  );
  return { ...params, [ANSWERS]: Object.fromEntries(plainAnswers) };
}

/** What a client says, without a token that it has put there: no server is to have that. */
export function withoutToken(said: JsonObject): JsonObject {
  const meta = objectAt(said, "_meta");
  const isShown = meta !== undefined && (TOKEN_META in meta || PROOF_META in meta);
  return isShown ? { ...said, _meta: plain(meta) } : said;
}

function plain({ [TOKEN_META]: _token, [PROOF_META]: _proof, ...rest }: JsonObject): JsonObject {
  return rest;
}

function textIn(meta: JsonObject, name: string): string | undefined {
  const value = meta[name];
  if (value === undefined || typeof value === "string") return value;
  throw invalid(`"${name}" in _meta must be text`);
}

function invalid(message: string): RpcFailure {
  return new RpcFailure(CODE.invalidParams, message);
}
