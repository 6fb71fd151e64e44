import type { NativeAnswer, PendingApproval } from "@capfence/core/adapter";

/** What a client's user is asked. */
export interface Elicitation {
  readonly mode: "form";
  readonly message: string;
  readonly requestedSchema: object;
}

const FORM = {
  type: "object",
  properties: {
    approve: { type: "boolean", title: "Approve this call" },
    note: { type: "string", title: "A note" },
  },
  required: ["approve"],
} as const;

/** The question whether a call may run. */
export function questionOf({
  tool,
  payload,
  approvalId,
  explanation,
}: PendingApproval): Elicitation {
  const why = explanation === undefined ? "" : `\n${explanation}`;
  const message = `Approve ${JSON.stringify(tool)}? (${approvalId})${why}\n${JSON.stringify(payload, undefined, 2)}`;
  return { mode: "form", message: visible(message), requestedSchema: FORM };
}

/** What a user has answered; undefined if they have dismissed the question, or their client has made something up. */
export function answerOf(response: unknown): NativeAnswer | undefined {
  if (!isObject(response)) return undefined;
  const { action, content } = response;
  if (action === "decline") return { approved: false };
  if (action !== "accept" || !isObject(content)) return undefined;
  const { approve, note } = content;
  if (typeof approve !== "boolean") return undefined;
  return { approved: approve, ...(typeof note === "string" ? { note } : {}) };
}

/** What could hide or reorder what stands beside it, made visible; lines stay lines. */
function visible(text: string): string {
  return text.replaceAll(
    /[^\P{C}\n]|[\p{Default_Ignorable_Code_Point}\u2028\u2029]/gu,
    (character) => {
      const code = character.codePointAt(0) ?? 0;
      return `\\u{${code.toString(16)}}`;
    },
  );
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
