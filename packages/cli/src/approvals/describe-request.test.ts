import { expect, it } from "vitest";
import { aRequest } from "../../test/a-request.ts";
import { requestCard } from "../inbox/request-card.ts";
import { describeRequest } from "./describe-request.ts";

const HOSTILE = aRequest({ context: { "\u001B[2Jtool\u202E": "\u001B[1A" } });

it("shows names of facts harmless, which who can write to the database chooses", () => {
  const look = { paint: (_style: unknown, text: string) => text, width: 80 };
  const card = requestCard(HOSTILE, { similar: undefined, now: 200, all: true }, look);
  for (const shown of [describeRequest(HOSTILE, 200), card.join("\n")]) {
    expect(shown).toContain("\\u001b[2Jtool\\u202e");
    expect(shown.replaceAll("\n", "")).not.toMatch(/\p{C}/u);
  }
});
