import type { Log, Run } from "sarif";
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
import { TAXONOMIES } from "../taxonomies/taxonomies.ts";
import { asSarif } from "./as-sarif.ts";
import { assess } from "./assess.ts";

const rules = [sharedName, payingTool, heldSecret];

function sarif(...servers: readonly ReachedServer[]): Log {
  return asSarif(assess({ servers }, rules), { version: "1.2.3", folder: "/work/app", rules });
}

function runOf(...servers: readonly ReachedServer[]): Run {
  const [run] = sarif(...servers).runs;
  if (run === undefined) throw new TypeError("there is no run");
  return run;
}

const pay = listedTool("pay");

/** Where the only finding about a server of this origin is. */
const at = (origin: ReachedServer["origin"]): unknown =>
  runOf(reachedServer("bank", { tools: [pay], origin })).results?.[0]?.locations?.[0]
    ?.physicalLocation;

describe("a report as SARIF", () => {
  it("has each finding at the line of the configuration, and at the tool of the server", () => {
    const { results = [] } = runOf(reachedServer("bank", { tools: [pay] }));
    expect(results).toMatchObject([
      {
        ruleId: "paying_tool",
        ruleIndex: 1,
        level: "error",
        rank: 75,
        message: { text: 'bank/pay: "pay" pays' },
        locations: [
          {
            physicalLocation: {
              artifactLocation: { uri: ".cursor/mcp.json" },
              region: { startLine: 3 },
            },
            logicalLocations: [{ name: "pay", fullyQualifiedName: "bank/pay", kind: "function" }],
          },
        ],
      },
    ]);
    expect(results[0]?.partialFingerprints?.["capfenceFinding/v1"]).toMatch(/^[0-9a-f]{32}$/);
  });

  it("names a file elsewhere by its whole URI, and none where there is none", () => {
    expect(at({ client: "codex", file: "/home/me/a b.toml" })).toEqual({
      artifactLocation: { uri: "file:///home/me/a%20b.toml" },
    });
    expect(at({ client: "given" })).toBeUndefined();
  });

  it("describes every rule that was looked for, with what code scanning sorts by", () => {
    const { driver } = runOf().tool;
    expect(driver).toMatchObject({ name: "CapFence", version: "1.2.3" });
    expect(driver.rules?.map(({ id, name }) => [id, name])).toEqual([
      ["shared_name", "SharedName"],
      ["paying_tool", "PayingTool"],
      ["held_secret", "HeldSecret"],
    ]);
    expect(driver.rules?.[2]).toMatchObject({
      help: { text: heldSecret.help },
      defaultConfiguration: { level: "error" },
      properties: {
        "security-severity": "9.5",
        tags: ["security", "secret_exposure", "CAST-03", "ASI02", "LLM06", "MEASURE-2.7"],
      },
    });
  });

  it("leads from every rule to its places in the taxonomies", () => {
    const { taxonomies = [], tool } = runOf();
    expect(taxonomies.map(({ name }) => name)).toEqual(
      Object.values(TAXONOMIES).map(({ name }) => name),
    );
    for (const { relationships = [] } of tool.driver.rules ?? [])
      for (const { target } of relationships)
        expect(taxonomies[target.toolComponent?.index ?? -1]?.name).toBe(
          target.toolComponent?.name,
        );
  });

  it("says which servers were not listed, and why", () => {
    const { invocations } = runOf(
      reachedServer("a"),
      reachedServer("b", { state: "failed", fault: "it does not start" }),
      reachedServer("c", { state: "unasked", origin: { client: "given" } }),
    );
    expect(invocations?.[0]?.toolExecutionNotifications).toMatchObject([
      { level: "warning", descriptor: { id: "failed" }, message: { text: "b: it does not start" } },
      { message: { text: "c: unasked" }, locations: [] },
    ]);
  });

  it("shows hostile names harmless: nothing hidden, and no link", () => {
    const log = sarif(
      reachedServer(HOSTILE, {
        tools: [listedTool(`pay${HOSTILE}`), listedTool("pay\ud800")],
        origin: { client: HOSTILE, file: `/work/app/${HOSTILE}\ud800`, key: HOSTILE },
      }),
      reachedServer(HOSTILE, { state: "failed", fault: HOSTILE }),
    );
    expect(log.runs[0]?.results).toHaveLength(2);
    const texts: string[] = [];
    JSON.stringify(log, (_key, value: unknown) => {
      if (typeof value === "string") texts.push(value);
      return value;
    });
    expect(texts.filter((text) => /[\p{C}\u200b]|\]\(/u.test(text))).toEqual([]);
    expect(texts.some((text) => text.includes(String.raw`\u001b[2J\u202eevil`))).toBe(true);
  });
});
