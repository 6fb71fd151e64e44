import { readVerifierKey, type VerifierKey, writeVerifierKey } from "@capfence/core/tlog";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";
import { keysOf } from "./approvers-section.ts";
import { changeApprovers } from "./change-policy.ts";

/** Adds an approver to a policy, for all capabilities or those of patterns. Throws `CommandFailure` for one who is there already. */
export function addToPolicy(file: string, key: VerifierKey, patterns: readonly string[]): void {
  changeApprovers(file, (section) => {
    const entry = section.entryFor(patterns);
    const same = (entry === undefined ? [] : keysOf(entry)).find((one) => isNamed(one, key.name));
    if (same !== undefined)
      throw new CommandFailure(
        EXIT.finding,
        same.trim() === writeVerifierKey(key)
          ? `"${key.name}" is an approver there already`
          : `another key of "${key.name}" is there already, and two keys would count as two people; take it out first with capfence approvers remove ${key.name}`,
      );
    section.add(writeVerifierKey(key), patterns);
  });
}

/**
 * Takes an approver out of a policy, everywhere or out of the entry for these patterns. Throws `CommandFailure` where
 * those left could not approve any more; says out of how many entries it was.
 */
export function removeFromPolicy(
  file: string,
  name: string,
  patterns: readonly string[] | undefined,
): number {
  let count = 0;
  changeApprovers(file, (section) => {
    const only = patterns === undefined ? undefined : section.entryFor(patterns);
    const entries = patterns === undefined ? section.entries() : only === undefined ? [] : [only];
    for (const entry of entries) {
      const keys = keysOf(entry);
      const gone = keys.filter((key) => isNamed(key, name));
      if (gone.length === 0) continue;
      requireEnough(name, keys.length - gone.length, entry.get("quorum"));
      for (const key of gone) section.remove(key, entry);
      count += 1;
    }
    if (count === 0)
      throw new CommandFailure(
        EXIT.finding,
        `"${name}" is no approver there; capfence approvers list --policy FILE shows who is`,
      );
  });
  return count;
}

function requireEnough(name: string, left: number, quorum: unknown): void {
  const needed = typeof quorum === "number" ? quorum : 1;
  if (left >= needed) return;
  throw new CommandFailure(
    EXIT.finding,
    left === 0
      ? `"${name}" is the last approver; add another first. Without an entry anybody could approve, so take it out by hand if that is meant`
      : `without "${name}" ${left} would be left, and ${needed} must approve; add another first, or lower the quorum`,
  );
}

function isNamed(key: string, name: string): boolean {
  return readVerifierKey(key).name === name;
}
