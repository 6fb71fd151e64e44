import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordedOutput } from "../recorded-output.ts";
import { evaluateBypass } from "./command.ts";

const POLICY = { allow: [{ capability: "payments.transfer", amount_lte: 10 }] };

function caseLine(id: string, overrides: Readonly<Record<string, unknown>>): string {
  return JSON.stringify({
    id,
    category: "amounts",
    policy: POLICY,
    capability: "payments.transfer",
    context: {},
    payload_json: '{"amount":5}',
    must: "allow",
    why: "a small amount",
    original: "ignored",
    ...overrides,
  });
}

const RIGHT = [
  caseLine("small", {}),
  caseLine("large", { payload_json: '{"amount":11}', must: "not-allow" }),
  caseLine("twice", { payload_json: '{"amount":50,"amount":5}', must: "not-allow" }),
  caseLine("no object", { payload_json: '"5"', must: "not-allow" }),
  caseLine("odd capability", { capability: "payments.*", must: "not-allow" }),
  caseLine("odd policy", { policy: { allow: [{ capabilty: "x" }] }, must: "not-allow" }),
];
const ROLE = {
  policy: { allow: [{ capability: "payments.transfer", user_role: "admin" }] },
  category: "identity",
};

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-bypass-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

async function evaluate(
  lines: readonly string[],
  ...flags: readonly string[]
): Promise<{ readonly code: number; readonly output: RecordedOutput }> {
  const file = join(folder, "cases.jsonl");
  writeFileSync(file, `${lines.join("\n")}\n`);
  const output = new RecordedOutput();
  return { code: await evaluateBypass([file, ...flags], output), output };
}

describe("eval:bypass", () => {
  it("counts whatever throws as not allowed", async () => {
    const { code, output } = await evaluate(RIGHT, "--json", "--strict");
    expect(JSON.parse(output.printed)).toEqual({ total: 6, correct: 6, wrong: [] });
    expect(code).toBe(0);
  });

  it("gives the event the facts of the context, and none from the payload", async () => {
    const admin = { ...ROLE, context: { user_role: "admin", tenant: "t", session: "s" } };
    const guest = {
      ...ROLE,
      context: { user_role: "guest" },
      payload_json: '{"user_role":"admin"}',
    };
    const { output } = await evaluate(
      [caseLine("admin", admin), caseLine("guest", { ...guest, must: "not-allow" })],
      "--json",
    );
    expect(JSON.parse(output.printed)).toEqual({ total: 2, correct: 2, wrong: [] });
  });

  it("prints a table by category and why each wrong case is one, and what it judged with --misses", async () => {
    const lines = [...RIGHT, caseLine("forgotten", { ...ROLE, must: "not-allow", policy: POLICY })];
    const { code, output } = await evaluate(lines);
    expect(code).toBe(0);
    expect(output.printed).toMatch(/^amounts +6 +6 +0$/m);
    expect(output.printed).toMatch(/^identity +1 +0 +1$/m);
    expect(output.printed).toContain("forgotten: a small amount: allowed (policy_allow)");
    expect(output.printed).not.toContain("payload ");
    expect((await evaluate(lines, "--misses")).output.printed).toContain(
      'payload     {"amount":5}',
    );
  });

  it("exits 1 with --strict where a case is wrong", async () => {
    const wrong = caseLine("wrong", { must: "not-allow" });
    const { code, output } = await evaluate([wrong], "--strict", "--json");
    expect(code).toBe(1);
    expect(JSON.parse(output.printed)).toEqual({ total: 1, correct: 0, wrong: ["wrong"] });
  });

  it("takes a policy that does not load for one that allows nothing, and says why it does not", async () => {
    const policy = { allow: [{ capability: "payments.transfer", max_calls: { count: 1 } }] };
    const { output } = await evaluate([
      caseLine("refused", { policy, must: "not-allow" }),
      caseLine("missed", { policy }),
    ]);
    expect(output.printed).toMatch(/^amounts +2 +1 +1$/m);
    expect(output.printed).toMatch(/\n {2}missed: .*: not allowed \(.*allow\[0\]\.max_calls: /);
  });

  it.each([
    ["not JSON", "{", ":2: column 2: expected a key"],
    ["not an object", "[]", ":2: expected a JSON object"],
    ["without an id", '{"category":"x"}', ':2: "must" must be text'],
    ["with another verdict", caseLine("x", { must: "deny" }), ':2: "must" is "deny"'],
    [
      "with a policy that is text",
      caseLine("x", { policy: "deny" }),
      ':2: "policy" must be an object',
    ],
    ["with an id used before", caseLine("small", {}), ':2: the id "small" was used before'],
  ])("names file and line of a case that is %s, and exits 2", async (_, line, problem) => {
    const { code, output } = await evaluate([RIGHT[0] ?? "", line]);
    expect(code).toBe(2);
    expect(output.printed).toBe("");
    expect(output.errors).toContain(`cases.jsonl${problem}`);
  });

  it("exits 2 for an empty file, a file that is not there, none, two, and an unknown flag", async () => {
    expect((await evaluate([""])).output.errors).toContain("cases.jsonl:1: there are no cases");
    const calls = [[join(folder, "absent.jsonl")], [], ["one", "two"], ["one", "--fast"]];
    for (const argv of calls) {
      const output = new RecordedOutput();
      expect(await evaluateBypass(argv, output)).toBe(2);
      expect(output.errors).not.toBe("");
      expect(output.printed).toBe("");
    }
  });
});
