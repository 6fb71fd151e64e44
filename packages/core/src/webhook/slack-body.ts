import type { ApprovalEvent, ApprovalEventType } from "../approvals/notifier.ts";
import type { JsonObject } from "../encoding/json.ts";
import { type SlackFact, slackFacts } from "./slack-facts.ts";
import { code, escapeInCode } from "./slack-text.ts";

const TITLES: Readonly<Record<ApprovalEventType, string>> = {
  requested: "Approval needed",
  approved: "Approved",
  rejected: "Rejected",
  cancelled: "Request cancelled",
  granted: "Grant given",
  revoked: "Grant taken back",
  bypassed: "Emergency bypass",
};

/** Slack refuses a text of more than 3,000 characters, and more than 10 fields. */
const LONGEST_CODE = 2900;
const MOST_FIELDS = 10;

/**
 * An event as a message for Slack's incoming webhooks. What comes from outside stands in code, where Slack reads no
 * markup, mentions or links. Nothing in it can be clicked: an answer is given where its giver is known.
 */
export function slackBody(event: ApprovalEvent): string {
  const title = TITLES[event.type];
  const call = event.request ?? event.grant;
  const capability = call?.capability;
  const actor = call?.actor ?? event.bypass?.actor;
  const of = capability === undefined ? "" : `: ${code(capability)}`;
  const by = actor === undefined ? "" : ` for ${code(actor)}`;
  return JSON.stringify({
    text: `${title}${of}${by}`,
    unfurl_links: false,
    unfurl_media: false,
    blocks: [
      { type: "header", text: { type: "plain_text", text: title } },
      ...sections(slackFacts(event)),
      ...codeBlocks(event.type === "requested" ? event.request?.payload : event.grant?.conditions),
      { type: "context", elements: [mrkdwn(footer(event))] },
    ],
  });
}

function sections(facts: readonly SlackFact[]): readonly object[] {
  const fields = facts.map(([label, value]) => mrkdwn(`*${label}*\n${value}`));
  const blocks: object[] = [];
  for (let start = 0; start < fields.length; start += MOST_FIELDS)
    blocks.push({ type: "section", fields: fields.slice(start, start + MOST_FIELDS) });
  return blocks;
}

function codeBlocks(value: JsonObject | undefined): readonly object[] {
  if (value === undefined) return [];
  const json = JSON.stringify(value, null, 2);
  const { text, shown } = escapeInCode(json, LONGEST_CODE);
  const block = { type: "section", text: mrkdwn(`\`\`\`\n${text}\n\`\`\``) };
  if (shown === json.length) return [block];
  const cut = `*Only the first ${shown} of ${json.length} characters are shown.* Read all of it before you answer.`;
  return [{ type: "section", text: mrkdwn(cut) }, block];
}

function footer({ type, request, grant, bypass, time }: ApprovalEvent): string {
  const id = request?.id ?? grant?.id ?? bypass?.id ?? "";
  const command = type === "requested" ? ` · answer with ${code(`capfence approve ${id}`)}` : "";
  return `${code(id)} · ${code(time)}${command}`;
}

/** Nothing in it is made a link or a mention that is not written as one. */
function mrkdwn(text: string): object {
  return { type: "mrkdwn", text, verbatim: true };
}
