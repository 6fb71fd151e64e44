import { canonicalJson } from "@capfence/core";
import { isBuiltIn, isReserved } from "./names/known-tools.ts";
import { type Likeness, namedAlike } from "./names/named-alike.ts";
import type { ExaminedTool } from "../meaning/examined-tool.ts";
import { shown } from "../texts/unseen.ts";
import type { Hit, ToolRule } from "./rule.ts";
import type { Severity } from "../taxonomies/severity.ts";

const SEVERITY: Readonly<Record<Likeness, Severity>> = {
  same: "high",
  "look-alike": "high",
  "one letter apart": "medium",
};

/** A tool that a model may call where it means another one. */
export const shadowedName: ToolRule = {
  id: "shadowed_name",
  severity: "high",
  category: "tool_naming_conflict",
  title: "name that stands for another tool too",
  help: "A model chooses tools by name, so one server can take the calls that are meant for another. Leave one of the two servers out, or have the gateway offer the tools of each under a name of its own and pin both.",
  mappings: {
    cast: ["CAST-04", "CAST-05"],
    owaspAgentic: ["ASI02", "ASI04"],
    owaspLlm: ["LLM03"],
    nistAiRmf: ["MANAGE-3.1", "MAP-4.2"],
    mitreAtlas: ["AML.T0074", "AML.T0110"],
  },
  about: "tool",
  check: (tool, others) => [...alikes(tool, others), ...imitations(tool)],
};

function alikes(tool: ExaminedTool, others: readonly ExaminedTool[]): readonly Hit[] {
  const found = namedAlike(tool, others);
  return (["same", "look-alike", "one letter apart"] as const).flatMap((likeness) => {
    const [first, ...rest] = found.filter((one) => one.likeness === likeness);
    if (first === undefined) return [];
    const where = `${shown(first.tool.name)} of server ${shown(first.tool.server)}`;
    const more = rest.length === 0 ? "" : `, and ${rest.length} more`;
    const is = {
      same: "is also that of",
      "look-alike": "looks like that of",
      "one letter apart": "is one letter apart from that of",
    }[likeness];
    // One server that two clients know by two names lists the same tools twice.
    const isCopy = found.every((one) => one.likeness !== likeness || isSame(one.tool, tool));
    return {
      pointer: "/name",
      severity: isCopy ? "medium" : SEVERITY[likeness],
      message: `its name ${shown(tool.name)} ${is} ${where}${more}`,
      evidence: { other: { server: first.tool.server, tool: first.tool.name }, likeness },
    };
  });
}

function isSame(one: ExaminedTool, other: ExaminedTool): boolean {
  return canonicalJson(one.definition) === canonicalJson(other.definition);
}

function imitations({ name }: ExaminedTool): readonly Hit[] {
  if (isReserved(name)) {
    const message = `its name ${shown(name)} begins as names do that clients and CapFence give`;
    return [{ pointer: "/name", severity: "high", message }];
  }
  if (!isBuiltIn(name)) return [];
  const message = `its name ${shown(name)} is that of a tool that clients have built in`;
  return [{ pointer: "/name", severity: "medium", message }];
}
