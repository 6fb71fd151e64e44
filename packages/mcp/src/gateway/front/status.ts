import type { Answer } from "../wire/message.ts";
import type { Era } from "../wire/protocol.ts";
import { CODE } from "../wire/rpc-failure.ts";

const MODERN: ReadonlyMap<number, number> = new Map([
  [CODE.methodNotFound, 404],
  [CODE.headerMismatch, 400],
  [CODE.missingCapability, 400],
  [CODE.unsupportedVersion, 400],
  [CODE.parseError, 400],
  [CODE.invalidRequest, 400],
]);

/** The HTTP status that an answer goes with. */
export function statusOf(era: Era, { error, status, unauthorized }: Answer): number {
  if (unauthorized !== undefined) return unauthorized.status;
  if (error === undefined) return 200;
  if (status !== undefined && status >= 200 && status <= 599) return status;
  return era === "legacy" ? 200 : (MODERN.get(error.code) ?? 200);
}

/** The headers that such a status goes with. */
export function challengeOf({ unauthorized }: Answer): Readonly<Record<string, string>> {
  return unauthorized === undefined ? {} : { "WWW-Authenticate": unauthorized.challenge };
}
