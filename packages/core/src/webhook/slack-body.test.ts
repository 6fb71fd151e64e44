import { describe, expect, it } from "vitest";
import { grantEvent, requestEvent, type ApprovalEvent } from "../approvals/notifier.ts";
import { waitingRequest } from "../../test/waiting-request.ts";
import { slackBody } from "./slack-body.ts";

interface SlackTextObject {
  readonly type: string;
  readonly text: string;
  readonly verbatim?: boolean;
}

interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly {
    readonly type: string;
    readonly text?: SlackTextObject;
    readonly fields?: readonly SlackTextObject[];
    readonly elements?: readonly SlackTextObject[];
  }[];
}

function messageOf(event: ApprovalEvent): SlackMessage {
  return JSON.parse(slackBody(event)) as SlackMessage;
}

/** The first line of a message about what an actor wants. */
function lineFor(actor: string): string {
  return messageOf(requestEvent("requested", waitingRequest({ actor }), 0)).text;
}

/** Every text in a message. */
function textsOf({ text, blocks }: SlackMessage): readonly string[] {
  return [
    text,
    ...blocks.flatMap((block) => [
      ...(block.text === undefined ? [] : [block.text.text]),
      ...(block.fields ?? []).map((field) => field.text),
      ...(block.elements ?? []).map((element) => element.text),
    ]),
  ];
}

/** What a message has outside of code: there Slack would read markup. */
function outsideOfCode(text: string): string {
  return text.replaceAll(/```[^`]*```|`[^`\n]*`/g, "");
}

/** The text of the code block, as whoever reads the message sees it. */
function shownCode(message: SlackMessage): string {
  const [block] = textsOf(message).filter((text) => text.startsWith("```"));
  return (block ?? "")
    .replaceAll("```", "")
    .trim()
    .replaceAll("&lt;", "<")
    .replaceAll("&gt;", ">")
    .replaceAll("&amp;", "&");
}

const HOSTILE = [
  "<!channel> please approve",
  "``` *approved by security* ```",
  "`code`",
  "<https://evil.example|capfence approve>",
  "&lt;!here&gt;",
  "a\u202Egnirts\u2066b\u200B",
  "line\nbreak\u2028and\u0007bell",
  "\u3164\u{E0041}\u{E0042}",
  "@here @everyone #general",
  "~struck~ _slanted_ *bold* :white_check_mark:",
];

describe("a message for Slack", () => {
  it("says who wants what, why, until when, and how to answer", () => {
    const request = waitingRequest({ reason: "over 1000", environment: "production" });
    const message = messageOf(requestEvent("requested", request, 0));
    expect(message.blocks.map(({ type }) => type)).toEqual([
      "header",
      "section",
      "section",
      "context",
    ]);
    const said = textsOf(message).join("\n");
    expect(message.text).toBe("Approval needed: `payments.transfer` for `agent`");
    for (const part of ["*Reason*\n`over 1000`", "*Environment*\n`production`", "*Tool*\n`pay`"])
      expect(said).toContain(part);
    expect(said).toContain("*Expires*\n`1970-01-01T00:01:00.000Z`");
    expect(said).toContain(`capfence approve ${request.id}`);
    expect(JSON.parse(shownCode(message))).toEqual(request.payload);
  });

  it("has nothing that answers with a click", () => {
    const body = slackBody(requestEvent("requested", waitingRequest(), 0));
    expect(body).not.toMatch(/"(?:button|actions|url|action_id|accessory)"|https?:/);
  });

  it("says of an answer who gave it and what they wrote, and does not repeat the call", () => {
    const said = { by: "alice", note: "fine by me" };
    const message = messageOf(requestEvent("approved", waitingRequest(), 0, said));
    const text = textsOf(message).join("\n");
    expect(text).toContain("*By*\n`alice`");
    expect(text).toContain("*Note*\n`fine by me`");
    expect(text).not.toContain("```");
    expect(text).not.toContain("capfence approve");
  });

  it("says what a grant opens", () => {
    const grant = {
      id: "grt_1",
      actor: "agent",
      capability: "payments.*",
      environment: "*",
      grantedBy: "alice",
      createdAt: 0,
      expiresAt: 60_000,
      endorsements: [{ by: "alice", at: 0 }],
      quorum: 2,
      breakGlass: true,
      conditions: { amount_gt: 5 },
    } as const;
    const message = messageOf(grantEvent("granted", grant, 0, { by: "alice" }));
    const text = textsOf(message).join("\n");
    for (const part of ['*Capability*\n`"payments.*"`', "*Grants*\n`1 of 2`", "*Emergency*\n`yes`"])
      expect(text).toContain(part);
    expect(JSON.parse(shownCode(message))).toEqual(grant.conditions);
  });

  it.each(HOSTILE)("takes %j for nothing but text, wherever it stands", (hostile) => {
    const payload = { [hostile]: hostile, list: [hostile] };
    const context = { toolName: hostile, sessionId: hostile };
    const request = waitingRequest({
      actor: hostile,
      capability: hostile,
      environment: hostile,
      rule: hostile,
      reason: hostile,
      approvers: [hostile],
      context,
      payload,
    });
    for (const type of ["requested", "rejected"] as const) {
      const message = messageOf(requestEvent(type, request, 0, { by: hostile, note: hostile }));
      for (const text of textsOf(message)) {
        expect(text).not.toMatch(/(?!\n)[\p{C}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/u);
        expect(text).not.toMatch(/[<>]|&(?!(?:amp|lt|gt);)/);
        expect(outsideOfCode(text)).toMatch(/^[\w\s*:·]*(?:answer with )?$/);
      }
    }
    const shown = shownCode(messageOf(requestEvent("requested", request, 0)));
    expect(JSON.parse(shown)).toEqual(payload);
  });

  it("never has a value that is not plain pass for one that is", () => {
    expect(lineFor("alice")).toContain("`alice`");
    expect(lineFor('"alice"')).toContain('`"\\"alice\\""`');
    expect(lineFor("alice ")).toContain('`"alice "`');
    expect(lineFor("alice…")).toContain('`"alice…"`');
    expect(lineFor("a\u00A0b")).toContain('`"a\\u00a0b"`');
    expect(lineFor("a".repeat(1000))).toMatch(/`a{300}…`/);
  });

  it("keeps to the lengths that Slack takes, and says what it left out", () => {
    const payload = { first: 1, text: "<&`\u202E\u{E0041}".repeat(50_000) };
    const long = "<`\u202E".repeat(2000);
    const request = waitingRequest({
      actor: long,
      capability: long,
      environment: long,
      rule: long,
      reason: long,
      approvers: Array.from({ length: 50 }, () => long),
      context: { toolName: long, sessionId: long },
      payload,
    });
    const event = requestEvent("requested", request, 0, { by: long, note: long });
    const message = messageOf(event);
    expect(message.blocks.length).toBeLessThanOrEqual(50);
    for (const { fields = [] } of message.blocks) {
      expect(fields.length).toBeLessThanOrEqual(10);
      for (const { text } of fields) expect(text.length).toBeLessThanOrEqual(2000);
    }
    for (const text of textsOf(message)) {
      expect(text.length).toBeLessThanOrEqual(3000);
      expect(text).not.toMatch(/&(?!(?:amp|lt|gt);)/);
    }
    expect(slackBody(event).length).toBeLessThan(13_000);
    const whole = JSON.stringify(payload, null, 2).length;
    expect(textsOf(message).join("\n")).toMatch(
      new RegExp(`\\*Only the first \\d+ of ${whole} characters are shown\\.\\*`),
    );
  });

  it("makes no links or mentions by itself", () => {
    const message = messageOf(requestEvent("requested", waitingRequest(), 0));
    const parsed = message.blocks
      .flatMap(({ text, fields = [], elements = [] }) =>
        [text ?? [], ...fields, ...elements].flat(),
      )
      .filter(({ type }) => type === "mrkdwn");
    expect(parsed.length).toBeGreaterThan(5);
    expect(new Set(parsed.map(({ verbatim }) => verbatim))).toEqual(new Set([true]));
  });
});
