import { examineTool, isAtLeast, TEXT_RULES } from "@capfence/discover";
import type { LabelledTool } from "./labelled-tool.ts";

/** A tool and the rules on texts that find something of at least medium severity in it. */
export interface JudgedTool {
  readonly tool: LabelledTool;
  readonly rules: readonly string[];
  readonly messages: readonly string[];
}

/** Judges a tool by itself, as the only one of its agent. */
export function judgeTool(tool: LabelledTool): JudgedTool {
  const { name, definition } = tool;
  const examined = examineTool("corpus", { name, definition, digest: "" });
  const hits = TEXT_RULES.flatMap((rule) =>
    rule
      .check(examined, [examined])
      .filter(({ severity = rule.severity }) => isAtLeast(severity, "medium"))
      .map(({ message }) => ({ rule: rule.id, message })),
  );
  return {
    tool,
    rules: [...new Set(hits.map(({ rule }) => rule))],
    messages: hits.map(({ rule, message }) => `${rule}: ${message}`),
  };
}
