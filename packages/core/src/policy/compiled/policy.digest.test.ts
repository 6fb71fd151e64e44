import { describe, expect, it } from "vitest";
import { policy } from "../../../test/judge.ts";

const digest = (text: string): string => policy(text).digest;

const ALICE = "alice+fff7f6c9+AVNWECB4uGs5ZKYSVUeIykOdtgSzp9szuBHJcBoIaZja";
const BOB = "bob+40645e2a+AV0Jvlkg/xARPiuGmg3ZUVOzCnyFsHyBSniFsgDO8Lke";

const BASE = `
name: one
tools: { run: a.b, see: c.d }
fields: { a.b: { amount: /a, text: [/t] } }
environments: [qa]
deny:
  - capability: a.b
    amount_gt: 10.50
    contains: [x, y]
    id: first
risk_levels: { high: deny, low: { action: warn } }
allow: [c.d]
`;

const TOKENS = `tokens: { issuers: [${ALICE}, ${BOB}], audience: gate }`;

const digestWith = (approvals: string): string => digest(`${BASE}approvals: ${approvals}\n`);

describe("a policy's digest", () => {
  it("is a SHA-256", () => {
    expect(digest(BASE)).toMatch(/^[0-9a-f]{64}$/);
  });

  it("without approvers is the one that logs know from before there were any", () => {
    expect(digest("allow: [a.b]")).toBe(digest("{ approvals: [], allow: [a.b] }"));
    expect(digest("allow: [a.b]")).toBe(
      "e8ab5059c3bb561e9306cb508e7e7303e00d0842425aa1a9ccd5bb53376f0195",
    );
  });

  it.each([
    ["comments", `# a comment\n${BASE.replace("allow: [c.d]", "allow: [c.d] # here too")}`],
    ["white space", BASE.replaceAll("\n  ", "\n      ").replace("[x, y]", "[ x,   y ]")],
    ["its name", BASE.replace("name: one", "name: two\ndescription: words")],
    [
      "words for people",
      BASE.replace("id: first", "id: other\n    reason: r\n    severity: s\n    references: [z]"),
    ],
    [
      "the order of keys",
      BASE.replace(
        "    amount_gt: 10.50\n    contains: [x, y]\n",
        "    contains: [x, y]\n    amount_gt: 10.50\n",
      ),
    ],
    ["the order of sections", `allow: [c.d]\n${BASE.replace("allow: [c.d]\n", "")}`],
    ["the order of tools", BASE.replace("run: a.b, see: c.d", "see: c.d, run: a.b")],
    ["how a number is written", BASE.replace("10.50", "10.5")],
    ["an explicit default", `${BASE}mode: enforce\napproval_timeout_seconds: 3600\nversion: 1\n`],
  ])("does not depend on %s", (_name, text) => {
    expect(text).not.toBe(BASE);
    expect(digest(text)).toBe(digest(BASE));
  });

  it.each([
    ["a rule's capability", BASE.replace("- capability: a.b", "- capability: a.c")],
    ["a rule's bound", BASE.replace("10.50", "10.51")],
    ["a bound of many digits", BASE.replace("10.50", '"10.50000000000000000001"')],
    ["a literal", BASE.replace("[x, y]", "[x, z]")],
    ["a condition", BASE.replace("    contains: [x, y]\n", "")],
    ["which condition it is", BASE.replace("amount_gt", "amount_gte")],
    ["a rule's section", BASE.replace("deny:\n", "require_approval:\n")],
    ["a rule", BASE.replace("allow: [c.d]", "allow: []")],
    ["a tool", BASE.replace("run: a.b", "run: a.c")],
    ["a field", BASE.replace("amount: /a", "amount: /b")],
    ["an environment", BASE.replace("[qa]", "[canary]")],
    ["a risk level", BASE.replace("high: deny", "high: warn")],
    ["the timeout of approvals", `${BASE}approval_timeout_seconds: 60\n`],
    ["who approves", `${BASE}approvals: { approvers: ${ALICE} }\n`],
    ["whether it binds", `${BASE}mode: observe\n`],
    ["whose tokens count", `${BASE}${TOKENS}\n`],
  ])("depends on %s", (_name, text) => {
    expect(text).not.toBe(BASE);
    expect(digest(text)).not.toBe(digest(BASE));
  });

  it.each([
    ["another approver", `{ approvers: [${BOB}] }`],
    ["another quorum", `{ approvers: [${ALICE}, ${BOB}], quorum: 2 }`],
    ["their own answers", `{ approvers: [${ALICE}, ${BOB}], not_self: false }`],
    ["other capabilities", `{ approvers: [${ALICE}, ${BOB}], for: a.b }`],
    ["another entry", `[{ approvers: [${ALICE}, ${BOB}] }, { approvers: ${BOB} }]`],
  ])("tells approvers apart by %s, and not by their order", (_name, approvals) => {
    const both = digestWith(`{ approvers: [${ALICE}, ${BOB}] }`);
    expect(digestWith(approvals)).not.toBe(both);
    expect(digestWith(`{ quorum: 1, approvers: [${BOB}, ${ALICE}] }`)).toBe(both);
  });

  it.each([
    ["another issuer", TOKENS.replace(`${ALICE}, `, "")],
    ["another gate", TOKENS.replace("gate", "Gate")],
    ["their need", TOKENS.replace("gate", "gate, required: true")],
    ["whether they are bound", TOKENS.replace("gate", "gate, bearer: true")],
    ["how long they last", TOKENS.replace("gate", "gate, longest: 60")],
  ])("tells tokens apart by %s, and not by the order of issuers", (_name, tokens) => {
    const base = digest(`${BASE}${TOKENS}\n`);
    expect(digest(`${BASE}${tokens}\n`)).not.toBe(base);
    const same = `tokens: { longest: 3600, required: false, bearer: false, audience: gate, issuers: [${BOB}, ${ALICE}] }`;
    expect(digest(`${BASE}${same}\n`)).toBe(base);
  });

  it("tells bounds apart that one double stands for", () => {
    const digests = ["9007199254740993", "9007199254740992"].map((bound) =>
      digest(`deny: [{ capability: a.b, amount_gt: "${bound}" }]`),
    );
    expect(new Set(digests).size).toBe(2);
  });
});
