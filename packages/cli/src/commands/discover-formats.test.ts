import { readFileSync } from "node:fs";
import type { Log } from "sarif";
import { beforeEach, describe, expect, it } from "vitest";
import { HOSTILE, projectOf, toolFile } from "../../test/reachable.ts";
import { type Result, Scratch } from "../../test/scratch.ts";

let scratch: Scratch;
let file: string;

beforeEach(() => {
  scratch = new Scratch();
  file = toolFile(scratch);
});

function report(...parameters: readonly string[]): Promise<Result> {
  return scratch.run("discover", "--tools", file, ...parameters);
}

describe("the formats of a report", () => {
  it("are a table for people, with the worst first and what to do next", async () => {
    const { output } = await report();
    expect(output).toMatch(/^risk +server +tool +may +found$/m);
    expect(output).toMatch(/^critical .* execute_code .*\d+$/m);
    expect(output).toMatch(
      /^critical {2}.* \[code_execution\]\n {2}\S*tools\S* \/ execute_code\n {4}\S/m,
    );
    expect(output).toMatch(/^found: \d+ critical/m);
    expect(output).toContain("--policy capfence.yaml --lock capfence.mcp-lock.json");
    const policy = `${scratch.folder}/policy.yaml`;
    expect((await report("--policy", policy)).output).toContain(`capfence check-policy ${policy}`);
  });

  it("are JSON, with --json as well", async () => {
    const { output } = await report("--format", "json");
    expect(JSON.parse(output)).toMatchObject({
      schema_version: "capfence.discovery.v1",
      servers: [{ transport: "tools", tools: [{ name: "execute_code", risk: "critical" }] }],
    });
    expect((await report("--json")).output).toBe(output);
    expect(output).toContain('"scanned_at":"2026-01-31T12:00:00.000Z"');
  });

  it("are SARIF, with each finding where its server stands", async () => {
    const { runs } = JSON.parse((await report("--format", "sarif")).output) as Log;
    const results = runs[0]?.results ?? [];
    expect(results.map(({ ruleId }) => ruleId)).toContain("code_execution");
    for (const { locations } of results)
      expect(locations?.[0]?.physicalLocation?.artifactLocation?.uri).toMatch(/\/tools\.json$/);
  });

  it("are a page that stands for itself", async () => {
    const { output } = await report("--format", "html");
    expect(output).toMatch(/^<!doctype html>/);
    expect(output).toContain("execute_code");
    expect(output).not.toMatch(/<script|src=/);
  });

  it("are a table in a file as well, without colours", async () => {
    const out = `${scratch.folder}/report.txt`;
    await report("--out", out);
    expect(readFileSync(out, "utf8")).toBe((await report()).output);
  });
});

describe("hostile names", () => {
  it.each(["table", "json", "sarif", "html"])("are inert in %s", async (format) => {
    file = toolFile(scratch, "execute_code\u202e\u200b");
    projectOf(scratch, {
      [`a${HOSTILE}`]: { command: HOSTILE },
      [`b${HOSTILE}`]: { command: "npx", disabled: true },
    });
    const parameters = ["--project", scratch.folder, "--client", "claude-code"];
    const { output, errors } = await report("--format", format, ...parameters);
    expect(errors).toBe("");
    expect(output).toMatch(/\\u001b\[2J|u001b<\/mark>\[2J/);
    expect(output).not.toMatch(/(?!\n)[\p{C}\u200b]/u);
    expect(output).not.toMatch(format === "html" ? /<img/ : /^[^{]*\nevil/);
  });
});
