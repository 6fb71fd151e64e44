import type { CompileCondition } from "../conditions/condition.ts";
import { childOf, type SourceNode } from "../document/source.ts";
import { describe } from "../document/source-values.ts";
import { TRUE } from "../truth.ts";

const MODIFIED = ["path_within", "path_prefix", "path_matches"];

/** `paths: remote`: the rule's paths are on another host, so only their letters count. It always holds by itself. */
export const compilePaths: CompileCondition = (node, _side, problem, rule) => {
  if (node.value !== "remote")
    return problem(
      node,
      `expected "remote", got ${describe(node)}; leave it out for paths of this host`,
    );
  if (MODIFIED.every((key) => childOf(rule, key) === undefined))
    return problem(node, `"paths" says where the paths of ${MODIFIED.join(", ")} are; add one`);
  return { key: "paths", evaluate: () => TRUE, samples: () => [] };
};

/** Whether the paths of a rule are on another host. */
export function isRemote(rule: SourceNode): boolean {
  return childOf(rule, "paths")?.value === "remote";
}
