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
  const meta = objectAt(request.params, "_meta") ?? {};
  const said = textIn(meta, TOKEN_META);
  const proof = textIn(meta, PROOF_META);
  if (said !== undefined && bearer !== undefined && said !== bearer)
    throw invalid(`"${TOKEN_META}" and the header Authorization show different tokens; show one`);
  const text = said ?? bearer;
  if (text === undefined && proof !== undefined)
    throw invalid(`"${PROOF_META}" proves nothing without a token in "${TOKEN_META}"`);
  return {
    request: answersPlain(
      said === undefined && proof === undefined ? request : without(request, meta),
    ),
    ...(text !== undefined && { token: { text, ...(proof !== undefined && { proof }) } }),
  };
}

function without(request: Request, meta: JsonObject): Request {
  return { ...request, params: { ...request.params, _meta: plain(meta) } };
}

function answersPlain(request: Request): Request {
  const answers = objectAt(request.params, ANSWERS);
  if (answers === undefined) return request;
  const plainAnswers = Object.entries(answers).map(
    ([key, one]) => [key, isJsonObject(one) ? withoutToken(one) : one] as const,
  );
  return {
    ...request,
    params: { ...request.params, [ANSWERS]: Object.fromEntries(plainAnswers) },
  };
}

/** What a client says besides requests, without a token that it has put there: that counts for nothing, and is not for servers. */
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
