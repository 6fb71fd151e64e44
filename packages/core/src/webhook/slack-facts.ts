import { timeText } from "../encoding/time-text.ts";
import type { ApprovedGrant } from "../approvals/grant.ts";
import type { ApprovalEvent } from "../approvals/notifier.ts";
import type { ApprovalRequest } from "../approvals/request.ts";
import type { Json } from "../encoding/json.ts";
import { code } from "./slack-text.ts";

/** A label, and what stands below it in mrkdwn. */
export type SlackFact = readonly [label: string, value: string];

type Fact = readonly [label: string, value: Json | undefined];

/** People write reasons and notes, and names are short; Slack refuses messages of more than about 13,000 characters. */
const LONG: ReadonlySet<string> = new Set(["Reason", "Note"]);

/** What a message for Slack says of an event, besides the call's arguments. */
export function slackFacts({
  request,
  grant,
  bypass,
  by,
  note,
}: ApprovalEvent): readonly SlackFact[] {
  const facts: readonly Fact[] = [
    ...(request === undefined ? [] : factsOfRequest(request)),
    ...(grant === undefined ? [] : factsOfGrant(grant)),
    ...(bypass === undefined
      ? []
      : ([
          ["Actor", bypass.actor],
          ["Until", bypass.until],
        ] as const)),
    ["By", by],
    ["Note", note],
  ];
  return facts.flatMap(([label, value]): readonly SlackFact[] => {
    if (value === undefined) return [];
    const text = typeof value === "string" ? value : JSON.stringify(value);
    return [[label, LONG.has(label) ? code(text, 1000) : code(text)]];
  });
}

function factsOfRequest(request: ApprovalRequest): readonly Fact[] {
  const { actor, capability, environment, context, rule, reason, answers, quorum } = request;
  const approved = answers.filter(({ answer }) => answer === "approved").length;
  const { approvers, expiresAt } = request;
  return [
    ["Actor", actor],
    ["Capability", capability],
    ["Environment", environment],
    ["Tool", context["toolName"]],
    ["Session", context["sessionId"]],
    ["Rule", rule],
    ["Reason", reason],
    ["Approvals", `${approved} of ${quorum}`],
    ["Approvers", approvers?.join(", ")],
    ["Expires", timeText(expiresAt)],
  ];
}

function factsOfGrant(grant: ApprovedGrant): readonly Fact[] {
  const { actor, capability, environment, session, breakGlass, endorsements, quorum } = grant;
  return [
    ["Actor", actor],
    ["Capability", capability],
    ["Environment", environment],
    ["Session", session],
    ["Emergency", breakGlass === true ? "yes" : undefined],
    ["Granted by", endorsements.map(({ by }) => by).join(", ")],
    ["Grants", `${endorsements.length} of ${quorum}`],
    ["Reason", grant.reason],
    ["Expires", timeText(grant.expiresAt)],
  ];
}
