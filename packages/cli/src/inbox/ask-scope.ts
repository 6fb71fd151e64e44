import type { ApprovalRequest } from "@capfence/core";
import { parseDuration } from "../timestamp.ts";
import type { WiderScope } from "../approvals/approval-scope.ts";
import type { InboxAnswers } from "./inbox-answers.ts";
import { screenText } from "./screen-text.ts";

/** How a person is asked for a line of text; an empty one means that they think better of it. */
type Ask = (message: string, validate?: (text: string) => true | string) => Promise<string>;

/** What scopes are asked with. */
export interface ScopePorts {
  readonly answers: Pick<InboxAnswers, "envelope">;
  readonly ask: Ask;
  readonly print: (text: string) => void;
}

/** Says what a wider approval would open and asks for how long; undefined where the person thinks better of it. */
export async function askScope(
  kind: WiderScope["kind"],
  request: ApprovalRequest,
  { answers, ask, print }: ScopePorts,
): Promise<WiderScope | undefined> {
  const envelope = kind === "envelope" ? answers.envelope?.(request) : undefined;
  print(screenText(opened(kind, request)));
  for (const line of envelope?.lines ?? []) print(`  ${screenText(line)}`);
  const text = await ask("for how long? 90s, 15m, 8h, 7d (empty: back)", checkDuration);
  const seconds = parseDuration(text);
  if (seconds === undefined) return undefined;
  if (kind !== "envelope") return { kind, seconds };
  return envelope && { kind, seconds, conditions: envelope.conditions };
}

/** What later calls a scope opens. */
function opened(kind: WiderScope["kind"], request: ApprovalRequest): string {
  const { actor, capability, environment, context } = request;
  const session = typeof context["sessionId"] === "string" ? context["sessionId"] : "none";
  const where = environment === undefined ? "in any environment" : `in ${environment}`;
  const calls = `every ${capability} of ${actor} ${where}`;
  switch (kind) {
    case "session":
      return `opens ${calls}, in session ${session}, whatever the arguments`;
    case "payload":
      return `opens this very call again and again: same arguments, same session`;
    case "envelope":
      return `opens ${calls} where this holds:`;
    default:
      return `opens ${calls}, in any session, whatever the arguments`;
  }
}

/** As long as a grant may last, in seconds. */
const LONGEST = 30 * 86_400;

function checkDuration(text: string): true | string {
  if (text.trim() === "") return true;
  const seconds = parseDuration(text.trim());
  if (seconds === undefined) return "a number and s, m, h or d, such as 15m";
  return seconds >= 1 && seconds <= LONGEST ? true : "from 1s to 30d";
}
