import { childOf, type SourceNode } from "@capfence/core/source";

const ONLY_IN_POLICIES = ["allow", "require_approval", "warn", "extends", "tools", "rules"];
const IN_BOTH = ["deny", "approvals"];

/** Whether a file that is read as a configuration, which has these keys, is rather a policy. */
export function looksLikePolicy(root: SourceNode, keys: readonly string[]): boolean {
  const names = root.entries.map(({ name }) => name);
  if (names.some((name) => keys.includes(name) && !IN_BOTH.includes(name))) return false;
  // In a configuration, deny is a mapping.
  const hasRules = (childOf(root, "deny")?.items.length ?? 0) > 0;
  return hasRules || names.some((name) => ONLY_IN_POLICIES.includes(name));
}
