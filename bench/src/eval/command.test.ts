import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordedOutput } from "../recorded-output.ts";
import { evaluate } from "./command.ts";

const POLICY = `
tools: { pay: payments.transfer }
deny: [{ capability: payments.transfer, amount_gt: 1000 }]
require_approval: [{ capability: payments.transfer, amount_gt: 10 }]
allow: [payments.transfer]
`;

let folder = "";
let policy = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-eval-"));
  policy = join(folder, "policy.yaml");
  writeFileSync(policy, POLICY);
});

afterAll(() => rmSync(folder, { recursive: true }));

function corpus(name: string, rows: readonly unknown[]): string {
  const file = join(folder, `${name}.jsonl`);
  writeFileSync(file, rows.map((one) => `${JSON.stringify(one)}\n`).join(""));
  return file;
}

function row(id: string, label: string, amount: number, more: object = {}): object {
  return { id, label, capability: "payments.transfer", tool: "pay", args: { amount }, ...more };
}

async function run(
  ...argv: readonly string[]
): Promise<{ readonly code: number; readonly output: RecordedOutput }> {
  const output = new RecordedOutput();
  return { code: await evaluate(argv, output), output };
}

describe("eval", () => {
  it("counts attacks and benign calls by what became of them, and gray and risky ones apart", async () => {
    const file = corpus("mixed", [
      row("a", "attack", 5),
      row("b", "attack", 50),
      row("c", "attack", 5000),
      row("d", "benign", 5),
      row("e", "benign", 5000),
      row("f", "gray", 5),
      row("g", "risky", 5),
    ]);
    const { code, output } = await run(policy, file, "--json");
    const mixed = {
      attack: { total: 3, allowed: 1, approval: 1, denied: 1 },
      benign: { total: 2, allowed: 1, approval: 0, denied: 1 },
      gray: { total: 1, allowed: 1, approval: 0, denied: 0 },
      risky: { total: 1, allowed: 1, approval: 0, denied: 0 },
    };
    expect(JSON.parse(output.printed)).toEqual({ policy, files: { mixed }, all: mixed });
    expect(code).toBe(0);
  });

  it("takes the capability from the policy's tools where a row has none, and denies a tool that has none", async () => {
    const rows = [
      { id: "a", expected: "allow", tool: "pay", args: { amount: 5 } },
      { id: "b", expected: "deny", tool: "steal", args: {} },
    ];
    const { output } = await run(policy, corpus("tools", rows), "--json");
    expect(JSON.parse(output.printed)).toHaveProperty("files.tools", {
      attack: { total: 1, allowed: 0, approval: 0, denied: 1 },
      benign: { total: 1, allowed: 1, approval: 0, denied: 0 },
    });
  });

  it("scores each call of a trace by its own label, else by the trace's", async () => {
    const calls = [
      { tool: "pay", args: { amount: 5 } },
      { tool: "pay", args: { amount: 5 }, call_label: "injected" },
      { tool: "pay", args: { amount: 5 }, call_label: "user" },
      { tool: "pay", args: { amount: 5 }, call_label: "injected_likely" },
    ];
    const trace = corpus("trace", [{ id: "t", label: "attack", calls }]);
    const { output } = await run(policy, trace, "--json");
    expect(JSON.parse(output.printed)).toMatchObject({
      files: { trace: { attack: { total: 2 }, benign: { total: 1 }, gray: { total: 1 } } },
    });
  });

  it("denies what cannot become an event, as a runtime would refuse it", async () => {
    const file = corpus("odd", [row("a", "attack", 5, { capability: "payments.*" })]);
    const { output } = await run(policy, file, "--json");
    expect(JSON.parse(output.printed)).toHaveProperty("files.odd.attack.denied", 1);
  });

  it("prints a row for each corpus and one for all, and every miss with what decided it", async () => {
    const one = corpus("one", [row("small", "attack", 5, { why: "below the bound" })]);
    const two = corpus("two", [row("large", "benign", 5000), row("gray", "gray", 1)]);
    const plain = await run(policy, one, two);
    expect(plain.output.printed).toMatch(
      /^one +1 +1 \(100\.0 %\) +0 \(0\.0 %\) +0 \(0\.0 %\) +0 /m,
    );
    expect(plain.output.printed).toMatch(
      /^all +1 +1 \(100\.0 %\) .* 1 +0 \(0\.0 %\) +0 \(0\.0 %\) +1 \(100\.0 %\)$/m,
    );
    expect(plain.output.printed).toMatch(/^two, gray +1 +1 \(100\.0 %\)/m);
    expect(plain.output.printed).not.toContain("policy_deny");
    const detailed = await run(policy, one, two, "--misses");
    expect(detailed.output.printed).toContain(
      `one: 1 misses\n  attack small: below the bound\n    allow, policy_allow by allow[0] (${policy}:5)\n    {"amount":5}`,
    );
    expect(detailed.output.printed).toContain("benign large\n    deny, policy_deny by deny[0]");
  });

  it.each([
    ["not JSON", "{", ":2: "],
    ["not an object", "[]", ":2: expected a JSON object"],
    ["without a label", '{"id":"x"}', ':2: "label" is undefined; use one of attack'],
    ["with another label", '{"label":"bad"}', ':2: "label" is "bad"'],
    [
      "with arguments that are a list",
      '{"label":"gray","args":[]}',
      ':2: "args" must be an object',
    ],
    ["with calls that are no list", '{"label":"gray","calls":1}', ':2: "calls" must be a list'],
    ["with a call that is text", '{"label":"gray","calls":[""]}', ':2: "calls" must hold objects'],
    ["with a tool that is a number", '{"label":"gray","tool":1}', ':2: "tool" must be text'],
    ["with a policy of its own", '{"payload_json":"{}"}', "use eval:bypass"],
  ])("names file and line of a row that is %s, and exits 2", async (_, line, problem) => {
    const file = join(folder, "broken.jsonl");
    writeFileSync(file, `${JSON.stringify(row("a", "gray", 1))}\n${line}\n`);
    const { code, output } = await run(policy, file);
    expect(code).toBe(2);
    expect(output.printed).toBe("");
    expect(output.errors).toContain(`broken.jsonl:2: `);
    expect(output.errors).toContain(problem);
  });

  it("exits 2 for an empty corpus, a file that is not there, a policy that does not load, and a wrong call", async () => {
    const file = corpus("fine", [row("a", "benign", 5)]);
    const broken = join(folder, "broken.yaml");
    writeFileSync(broken, "alow: []");
    const calls = [
      [policy, corpus("empty", [])],
      [policy, join(folder, "absent.jsonl")],
      [join(folder, "absent.yaml"), file],
      [broken, file],
      [policy],
      [],
      [policy, file, "--fast"],
    ];
    for (const argv of calls) {
      const { code, output } = await run(...argv);
      expect(code).toBe(2);
      expect(output.errors).not.toBe("");
      expect(output.printed).toBe("");
    }
  });
});
