import {
  CapabilitySystem,
  type LintFinding,
  lintPolicy,
  type PolicyDocument,
  PolicyLoadError,
  type PolicyProblem,
} from "@capfence/core";
import { shortPath } from "../short-path.ts";

/** What checking a policy found: why it does not load, or what it holds and what is doubtful in it. */
export type CheckReport =
  | { readonly file: string; readonly problems: readonly PolicyProblem[] }
  | {
      readonly file: string;
      readonly problems?: never;
      readonly document: PolicyDocument;
      readonly digest: string;
      readonly findings: readonly LintFinding[];
    };

/** Loads a policy and everything it extends. Throws where the file cannot be read. */
export function checkPolicyFile(file: string): CheckReport {
  const system = new CapabilitySystem();
  try {
    system.loadPolicy(file);
  } catch (error) {
    if (!(error instanceof PolicyLoadError)) throw error;
    return { file, problems: error.problems.map(withShortFile).toSorted(byPlace) };
  }
  const { document, digest } = system;
  if (document === undefined) throw new TypeError("a loaded policy has a document");
  return { file, document, digest, findings: lintPolicy(document).map(withShortFile) };
}

function byPlace(one: PolicyProblem, other: PolicyProblem): number {
  const files = Number(one.file > other.file) - Number(one.file < other.file);
  return files || one.line - other.line || one.column - other.column;
}

function withShortFile<Place extends { readonly file: string }>(place: Place): Place {
  return { ...place, file: shortPath(place.file) };
}
