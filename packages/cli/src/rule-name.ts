import type { RuleReference } from "@capfence/core";
import { printable } from "./printable.ts";
import { shortPath } from "./short-path.ts";

/** A rule by its section and its id, of which the usual ones start with the section. */
export function ruleName({ section, id }: RuleReference): string {
  return printable(id.startsWith(section) ? id : `${section} "${id}"`);
}

/** Where a rule is written. */
export function rulePlace({ file, line }: RuleReference): string {
  return printable(`${shortPath(file)}:${line}`);
}
