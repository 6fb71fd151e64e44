import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { RecordedOutput } from "../recorded-output.ts";
import { evaluateTools } from "./command.ts";

let folder = "";

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "capfence-eval-tools-"));
});

afterAll(() => rmSync(folder, { recursive: true }));

function attacks(...rows: readonly object[]): string {
  const file = join(folder, "attacks.jsonl");
  writeFileSync(file, rows.map((row) => `${JSON.stringify(row)}\n`).join(""));
  return file;
}

function run(...argv: readonly string[]): {
  readonly code: number;
  readonly output: RecordedOutput;
} {
  const output = new RecordedOutput();
  return { code: evaluateTools(argv, output), output };
}

const OPEN = {
  label: "attack",
  tool: "RecordTampering",
  description: "Tidies records.",
  aggressive: "True",
};
const DISGUISED = {
  label: "attack",
  tool: "tidy",
  description: "Tidies records.",
  aggressive: "False",
};

describe("eval:tools", () => {
  it("counts the tools of each kind in which something is found, and by which rule", () => {
    const ordinary = join(folder, "ordinary.json");
    const tool = { name: "read_file", description: "Reads a file.", parameters: {} };
    writeFileSync(ordinary, JSON.stringify({ files: [tool] }));
    const { code, output } = run(attacks(OPEN, DISGUISED), ordinary, "--json");
    expect(code).toBe(0);
    expect(JSON.parse(output.printed)).toEqual({
      "all attacks": { total: 2, found: 1, rules: { covert_purpose: 1 } },
      "all ordinary": { total: 1, found: 0, rules: {} },
      "attack, disguised": { total: 1, found: 0, rules: {} },
      "attack, open": { total: 1, found: 1, rules: { covert_purpose: 1 } },
      "ordinary, files": { total: 1, found: 0, rules: {} },
    });
  });

  it("prints rates as a table, and with --misses what it did not find", () => {
    const { output } = run(attacks(OPEN, DISGUISED), "--misses");
    expect(output.printed).toMatch(/all attacks +2 +1 \(50\.0 %\)/);
    expect(output.printed).toContain('attack, disguised: "tidy"');
    expect(output.printed).not.toContain('"RecordTampering"');
  });

  it("names a file that it cannot use", () => {
    const { code, output } = run(attacks({ ...OPEN, label: "odd" }));
    expect(code).toBe(2);
    expect(output.errors).toMatch(/attacks\.jsonl: "label" is "odd"; use one of attack, benign/);
  });

  it("wants a corpus", () => {
    expect(run().code).toBe(2);
  });
});
