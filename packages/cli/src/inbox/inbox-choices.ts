import type { ApprovalRequest } from "@capfence/core";
import type { Choice } from "./choose.ts";
import type { InboxAnswers } from "./inbox-answers.ts";

/** What can be done with a request in the inbox. */
export type InboxChoice =
  | "later"
  | "once"
  | "session"
  | "until"
  | "payload"
  | "envelope"
  | "reject"
  | "all"
  | "quit";

const LATER: Choice<InboxChoice> = { value: "later", key: "d", name: "decide later" };
const LOOKING: readonly Choice<InboxChoice>[] = [
  { value: "all", key: "v", name: "view everything" },
  { value: "quit", key: "q", name: "quit" },
];

const REJECT: Choice<InboxChoice> = {
  value: "reject",
  key: "r",
  name: "reject, with a reason ...",
};

/**
 * What can be done with a request; what comes first neither approves nor rejects. Nobody approves what they were not
 * shown `whole`.
 */
export function inboxChoices(
  request: ApprovalRequest,
  answers: Pick<InboxAnswers, "refusal" | "envelope">,
  whole: boolean,
): readonly Choice<InboxChoice>[] {
  if (answers.refusal?.(request) !== undefined) return [LATER, ...LOOKING];
  if (!whole) return [LATER, REJECT, ...LOOKING];
  const session: Choice<InboxChoice> = {
    value: "session",
    key: "s",
    name: "approve calls like it in this session ...",
  };
  const envelope: Choice<InboxChoice> = {
    value: "envelope",
    key: "e",
    name: "approve calls within an envelope ...",
  };
  return [
    LATER,
    { value: "once", key: "a", name: "approve once" },
    ...(typeof request.context["sessionId"] === "string" ? [session] : []),
    { value: "until", key: "u", name: "approve calls like it until ..." },
    { value: "payload", key: "p", name: "approve this exact payload until ..." },
    ...(answers.envelope?.(request) === undefined ? [] : [envelope]),
    REJECT,
    ...LOOKING,
  ];
}
