import { spawnSync } from "node:child_process";
import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { brokenShellLines, shellLines } from "../../../test/shell-lines.ts";
import { Findings } from "./findings.ts";
import { LineReader } from "./line-reader.ts";

const LINES = process.env["CAPFENCE_ASSURANCE"] === "full" ? 20_000 : 250;
const hasBash = spawnSync("bash", ["--version"]).status === 0;
// `-n` reads commands and runs none.
const CHECK = `while IFS= read -r -d '' line; do bash -n -c -- "$line" 2>/dev/null; echo $?; done`;

function isCertain(line: string): boolean {
  const findings = new Findings();
  new LineReader(findings).line(line);
  return findings.opaque === undefined;
}

/** Which of these lines bash does not accept. */
function refused(lines: readonly string[]): readonly string[] {
  const input = lines.map((line) => `${line}\0`).join("");
  const { stdout } = spawnSync("bash", ["-c", CHECK], { input, maxBuffer: 2 ** 26 });
  const statuses = stdout.toString().trim().split("\n");
  expect(statuses).toHaveLength(lines.length);
  return lines.filter((_line, index) => statuses[index] !== "0");
}

describe.skipIf(!hasBash)("the grammar, beside bash itself", () => {
  it.each([
    ["lines that are mostly valid", shellLines, LINES],
    ["lines with stray characters", brokenShellLines, LINES * 2],
  ])(
    "is certain of no line that bash refuses, among %s",
    { timeout: 1_200_000 },
    (_name, arbitrary, numRuns) => {
      const certain = fc.sample(arbitrary, { numRuns }).filter(isCertain);
      expect(certain.length).toBeGreaterThan(numRuns / 10);
      expect(refused(certain)).toEqual([]);
    },
  );
});
