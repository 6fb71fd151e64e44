import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { deciding } from "../../../discover/test/starter/deciding.ts";
import { REAL_SERVERS } from "../../../mcp/test/real-servers/real-servers.ts";
import { projectOf } from "../../test/reachable.ts";
import { Scratch } from "../../test/scratch.ts";

interface Report {
  readonly servers: readonly {
    readonly name: string;
    readonly state: string;
    readonly tools: readonly { readonly name: string; readonly risk: string }[];
  }[];
  readonly findings: readonly {
    readonly rule: string;
    readonly severity: string;
    readonly tool?: string;
  }[];
}

/** Rules that accuse whoever wrote a definition: to be wrong here would be wrong of people's work. */
const ACCUSING = /^(?:poisoned|hidden|covert|shadowed)_/;

it("discovers what servers from npm can do, and writes a policy that knows all of it", async () => {
  const scratch = new Scratch();
  const servers = REAL_SERVERS.map(({ name, start }) => {
    const { args, env = {} } = start(scratch.folder);
    return [name, { command: process.execPath, args, env }] as const;
  });
  const config = projectOf(scratch, Object.fromEntries(servers));
  const policy = join(scratch.folder, "policy.yaml");
  const lock = join(scratch.folder, "lock.json");
  const files = ["--policy", policy, "--lock", lock];
  const run = await scratch.run("discover", "--config", config, "--yes", "--json", ...files);
  expect(run.code).toBe(0);
  const report = JSON.parse(run.output) as Report;

  expect(report.servers.map(({ name, state }) => `${name} ${state}`)).toEqual(
    REAL_SERVERS.map(({ name }) => `${name} listed`),
  );
  const risks = new Map(
    report.servers.flatMap((server) =>
      server.tools.map((tool) => [`${server.name}__${tool.name}`, tool.risk] as const),
    ),
  );
  expect(risks.size).toBeGreaterThan(100);
  expect(risks.get("filesystem__write_file")).toBe("high");
  expect(risks.get("memory__delete_entities")).toBe("high");
  expect(risks.get("filesystem__list_allowed_directories")).toBe("low");
  const found = (rule: string): readonly (string | undefined)[] =>
    report.findings.filter((finding) => finding.rule === rule).map(({ tool }) => tool);
  expect(found("secret_result")).toContain("get-env");
  expect(found("raw_query")).toContain("execute_write_query");
  expect(found("free_path")).toContain("write_file");

  const accusations = report.findings
    .filter(({ rule, severity }) => ACCUSING.test(rule) && !/^(?:info|low)$/.test(severity))
    .map(({ rule, tool }) => `${rule} ${tool ?? ""}`);
  expect(accusations).toEqual([]);

  const decide = deciding(readFileSync(policy, "utf8"));
  const decided = Array.from(risks, ([name, risk]) => [decide(name), risk] as const);
  expect(decided.filter(([verdict]) => verdict.includes("unmapped"))).toEqual([]);
  const unattended = decided.filter(([verdict]) => verdict.startsWith("allow"));
  expect(unattended.length).toBeGreaterThan(10);
  expect(new Set(unattended.map(([, risk]) => risk))).toEqual(new Set(["low"]));
  expect(readFileSync(lock, "utf8")).toContain('"write_file"');
}, 120_000);
