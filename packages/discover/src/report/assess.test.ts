import { describe, expect, it } from "vitest";
import {
  heldSecret,
  listedTool,
  payingTool,
  reachedServer,
  sharedName,
} from "../../test/an-inventory.ts";
import type { ToolRule } from "../rules/rule.ts";
import { assess } from "./assess.ts";

const RULES = [sharedName, payingTool, heldSecret];
const origin = { client: "cursor" };
const shop = reachedServer("shop", { tools: [listedTool("read"), listedTool("pay")] });
const bank = reachedServer("bank", {
  tools: [listedTool("pay")],
  secrets: [{ origin, held: "BANK_TOKEN" }],
});

const idsOf = (servers: Parameters<typeof assess>[0]["servers"]): readonly string[] =>
  assess({ servers }, RULES).findings.map(({ id }) => id);

describe("an assessment", () => {
  it("has what was found with the worst first, then by server and tool", () => {
    const { findings } = assess({ servers: [shop, bank] }, RULES);
    expect(
      findings.map(({ severity, server, tool, rule }) => [severity, server, tool, rule.id]),
    ).toEqual([
      ["critical", "bank", undefined, "held_secret"],
      ["high", "bank", "pay", "paying_tool"],
      ["high", "shop", "pay", "paying_tool"],
      ["medium", "bank", "pay", "shared_name"],
      ["medium", "shop", "pay", "shared_name"],
      ["low", "bank", "pay", "shared_name"],
      ["low", "shop", "pay", "shared_name"],
    ]);
  });

  it("takes for the risk of a tool the worst of what it does and of what was found", () => {
    const tools = ["pay", "read_execute", "read"].map((name) => listedTool(name));
    const { servers } = assess({ servers: [reachedServer("s", { tools })] }, RULES);
    expect(servers[0]?.tools.map(({ name, risk }) => [name, risk])).toEqual([
      ["read_execute", "critical"],
      ["pay", "high"],
      ["read", "low"],
    ]);
  });

  it("keeps findings about a server with the server, and raises no tool by them", () => {
    const server = { ...bank, tools: [listedTool("read")] };
    const [assessed] = assess({ servers: [server] }, RULES).servers;
    expect(assessed?.findings.map(({ rule }) => rule.id)).toEqual(["held_secret"]);
    expect(assessed?.tools[0]).toMatchObject({ risk: "low", findings: [] });
  });

  it("compares the tools of one agent, and not those of different clients", () => {
    const elsewhere = { ...bank, origin: { client: "codex" }, secrets: [] };
    expect(assess({ servers: [shop, elsewhere] }, [sharedName]).findings).toEqual([]);
  });

  it("gives each finding an id of its own, the same in every run, wherever the file is", () => {
    const ids = idsOf([shop, bank, { ...shop, origin: { client: "codex" } }]);
    expect(new Set(ids).size).toBe(ids.length);
    const moved = { ...origin, file: "/elsewhere/mcp.json", line: 77 };
    expect(idsOf([{ ...shop, origin: moved }])).toEqual(idsOf([shop]));
    expect(idsOf([{ ...shop, name: "shopp" }])).not.toEqual(idsOf([shop]));
  });

  it("counts a rule that fails on a tool as found, and goes on", () => {
    const failing: ToolRule = {
      ...payingTool,
      check: ({ name }) => {
        if (name === "read") throw new RangeError("too deep");
        return payingTool.check({ name } as never, []);
      },
    };
    const { findings } = assess({ servers: [shop] }, [failing]);
    expect(findings.map(({ tool, message }) => [tool, message])).toEqual([
      ["pay", '"pay" pays'],
      ["read", "nobody can say whether this is so: too deep"],
    ]);
  });
});
