import type { Headers } from "../wire/envelope.ts";
import type { Answer } from "../wire/message.ts";

// Also one that is odd: what is shown and not good must not pass for nothing shown.
const TOKEN = /^bearer[ \t]+(capfence1(?:\..*)?)$/i;

/** The capability token in the header Authorization; others that stand there say who calls. */
export function capabilityTokenIn(headers: Headers): { readonly bearer?: string } {
  const [, bearer] = TOKEN.exec(headers["authorization"] ?? "") ?? [];
  return bearer === undefined ? {} : { bearer };
}

/**
 * The answer as HTTP is to say it. Where the header Authorization says who calls, what stands there is good: a status
 * that says otherwise, for a capability token in `_meta`, would have clients throw it away and log in anew.
 */
export function saidByStatus(answer: Answer, headers: Headers): Answer {
  const { unauthorized, ...rest } = answer;
  const isOfThisHeader =
    headers["authorization"] === undefined || capabilityTokenIn(headers).bearer !== undefined;
  return unauthorized === undefined || isOfThisHeader ? answer : rest;
}
