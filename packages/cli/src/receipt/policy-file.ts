import { statSync } from "node:fs";
import { CapFenceError, type DecisionRecord } from "@capfence/core";
import { loadSystem } from "../load-system.ts";
import { shortPath } from "../short-path.ts";

/** Whether the policy in a file is the one that decided. Throws for a file that is no policy. */
export async function isPolicyOf(record: DecisionRecord, file: string): Promise<boolean> {
  const { digest } = await loadSystem(file);
  return digest === record.policyDigest;
}

/** The file that a decision's rule is in, where that is, still and whole, the policy that decided. */
export async function policyFileOf(record: DecisionRecord): Promise<string | undefined> {
  const file = record.rule?.["file"];
  if (typeof file !== "string") return undefined;
  try {
    if (!statSync(file, { throwIfNoEntry: false })?.isFile()) return undefined;
    return (await isPolicyOf(record, file)) ? shortPath(file) : undefined;
  } catch (error) {
    // A file of another day may be no policy any more, or out of reach.
    if (error instanceof CapFenceError || (error as NodeJS.ErrnoException).code !== undefined)
      return undefined;
    throw error;
  }
}
