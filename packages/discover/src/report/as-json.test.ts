import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import {
  heldSecret,
  HOSTILE,
  listedTool,
  payingTool,
  reachedServer,
  sharedName,
} from "../../test/an-inventory.ts";
import type { ReachedServer } from "../inventory/inventory.ts";
import { asJson } from "./as-json.ts";
import { assess } from "./assess.ts";

const file = createRequire(import.meta.url).resolve("@capfence/discover/report.schema.json");
const schema = JSON.parse(readFileSync(file, "utf8")) as { readonly $id: string };
const ajv = new Ajv2020({ allErrors: true });
const validate = ajv.compile(schema);
const scan = { version: "1.2.3", at: new Date("2026-01-31T12:00:00.000Z") };

function reportOf(...servers: readonly ReachedServer[]): object {
  return asJson(assess({ servers }, [payingTool, sharedName, heldSecret]), scan);
}

/** What the published schema says is wrong with it. */
function faults(report: object): unknown {
  validate(JSON.parse(JSON.stringify(report)));
  return validate.errors;
}

const annotated = listedTool("pay", { title: "Pay", annotations: { readOnlyHint: true } });

describe("a report as JSON", () => {
  it("has every server, tool and finding, and how many of each there are", () => {
    const asked = reachedServer("bank", {
      tools: [annotated],
      behind: "capfence",
      says: { name: "b", version: "1" },
    });
    const other = reachedServer("shop", { state: "failed", fault: "it has not answered" });
    const report = reportOf(asked, other);
    expect(report).toMatchObject({
      schema_version: "capfence.discovery.v1",
      scanner: { name: "capfence", version: "1.2.3" },
      scanned_at: "2026-01-31T12:00:00.000Z",
      servers: [
        {
          name: "bank",
          origin: { client: "cursor", line: 3, key: "mcpServers.bank" },
          behind: "capfence",
          says: { name: "b", version: "1" },
          tools: [
            {
              name: "pay",
              title: "Pay",
              risk: "high",
              digest: `sha256:${"a".repeat(64)}`,
              claims: { read_only: true },
            },
          ],
        },
        { name: "shop", state: "failed", fault: "it has not answered", tools: [] },
      ],
      findings: [
        {
          rule: "paying_tool",
          severity: "high",
          category: "excessive_agency",
          description: '"pay" pays',
          server: "bank",
          tool: "pay",
          pointer: "/name",
          evidence: { name: "pay" },
          mappings: { cast: ["CAST-03"], mitre_atlas: [] },
        },
      ],
      summary: {
        servers: { listed: 1, unasked: 0, disabled: 0, failed: 1 },
        tools: { info: 0, low: 0, medium: 0, high: 1, critical: 0 },
        findings: { total: 1, by_severity: { high: 1 }, by_category: { excessive_agency: 1 } },
        mappings: { cast: ["CAST-03"], owasp_agentic: ["ASI02"], owasp_llm: ["LLM06"] },
      },
    });
    expect(faults(report)).toBeNull();
  });

  it("is as the schema says where nothing was found, and where nothing is known", () => {
    expect(faults(reportOf())).toBeNull();
    const given = { client: "given" };
    for (const state of ["unasked", "disabled", "failed"] as const)
      expect(
        faults(reportOf(reachedServer("s", { state, origin: given, transport: "sse" }))),
      ).toBeNull();
  });

  it("is as the schema says whatever servers call themselves and their tools", () => {
    const server = reachedServer(HOSTILE, {
      address: HOSTILE,
      fault: HOSTILE,
      says: { name: HOSTILE },
      tools: [listedTool(`pay${HOSTILE}`), listedTool(`pay\ud800`), listedTool("pay__proto__")],
      unusable: [{ name: HOSTILE, reason: HOSTILE }],
      secrets: [{ origin: { client: HOSTILE }, held: HOSTILE }],
    });
    expect(faults(reportOf(server, server))).toBeNull();
  });
});

describe("the schema of reports", () => {
  it("is found by its name, and takes nothing that it does not name", () => {
    expect(schema.$id).toBe("https://capfence.dev/schema/discovery-v1.json");
    expect(ajv.getSchema(schema.$id)).toBe(validate);
    expect(faults({ ...reportOf(), more: 1 })).not.toBeNull();
    expect(faults({ ...reportOf(), schema_version: "capfence.discovery.v2" })).not.toBeNull();
  });
});
