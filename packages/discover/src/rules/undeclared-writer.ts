import type { Effect } from "../meaning/examined-tool.ts";
import type { ToolRule } from "./rule.ts";

/** Tools that mean to change something while their annotations deny it or say nothing. */
export const undeclaredWriter: ToolRule = {
  about: "tool",
  id: "undeclared_writer",
  severity: "high",
  category: "missing_authz",
  title: "changes things, and does not say so",
  help: "Clients run tools that call themselves read-only without asking anybody. Correct the annotations, or do not use the server; in a policy, map the tool to a capability of what it does, and let no rule depend on what the server says of itself.",
  mappings: {
    cast: ["CAST-04", "CAST-05"],
    owaspAgentic: ["ASI02", "ASI04"],
    owaspLlm: ["LLM06"],
    nistAiRmf: ["MEASURE-2.7"],
    mitreAtlas: ["AML.T0053"],
  },
  check: ({ claims, effects }) => {
    const deeds = [...DEEDS].filter(([effect]) => effects.has(effect)).map(([, deed]) => deed);
    if (deeds.length === 0) return [];
    const acts = deeds.join(", ");
    const evidence = { effects: [...effects] };
    if (claims.isReadOnly === true)
      return [
        {
          pointer: "/annotations/readOnlyHint",
          message: `claims to be read-only, but by its own words it may ${acts}`,
          evidence,
        },
      ];
    if (effects.has("delete") && claims.isDestructive === false)
      return [
        {
          pointer: "/annotations/destructiveHint",
          message: "claims not to be destructive, but by its own words it may delete",
          evidence,
        },
      ];
    if (claims.isReadOnly !== undefined || claims.isDestructive !== undefined) return [];
    const isGrave = GRAVE.some((effect) => effects.has(effect));
    return [
      {
        pointer: "",
        message: `may ${acts}, and no annotation says so`,
        severity: isGrave ? "medium" : "low",
        evidence,
      },
    ];
  },
};

const DEEDS: ReadonlyMap<Effect, string> = new Map([
  ["delete", "delete"],
  ["execute", "run code"],
  ["message", "send messages"],
  ["money", "move money"],
  ["write", "write"],
]);

const GRAVE: readonly Effect[] = ["delete", "execute", "money"];
