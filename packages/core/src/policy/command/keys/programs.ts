import { basename } from "../../shell/basename.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../../truth.ts";
import type { Judged, Judge } from "./judge.ts";
import { every, some } from "./judge.ts";
import { mayBe, type ProgramPattern, surelyIs } from "./program-pattern.ts";
import { mayRunOthers } from "./runs-others.ts";

/** Wrappers that give what they start more rights; a list of programs must name them. */
const ESCALATING: ReadonlySet<string> = new Set("sudo doas pkexec gosu su-exec".split(" "));

/**
 * Restricting: some program run is one of these, as one is enough to be dangerous. Permitting: every program run
 * surely is one of these, as another one beside them must not slip past.
 */
export function runsPrograms(patterns: readonly ProgramPattern[], restricts: boolean): Judge {
  const names = new Set(
    patterns.filter(({ subcommand }) => subcommand.length === 0).map(({ program }) => program),
  );
  return restricts
    ? (judged) => runsSome(patterns, names, judged)
    : (judged) => runsOnly(patterns, names, judged);
}

function runsSome(
  patterns: readonly ProgramPattern[],
  names: ReadonlySet<string>,
  { findings, runs }: Judged,
): Truth {
  for (const name of [...findings.starters, ...findings.builtins])
    if (names.has(name) || names.has(basename(name))) return TRUE;
  const truths = runs.map((run) => {
    const others = mayRunOthers(run) ? "others" : undefined;
    return some(
      patterns.map((pattern) => mayBe(pattern, run)),
      others,
    );
  });
  return some(truths, findings.opaque);
}

function runsOnly(
  patterns: readonly ProgramPattern[],
  names: ReadonlySet<string>,
  { findings, runs }: Judged,
): Truth {
  for (const name of findings.starters) if (ESCALATING.has(name) && !names.has(name)) return FALSE;
  const truths = runs.map((run): Truth => {
    const truth = some(patterns.map((pattern) => surelyIs(pattern, run)));
    return truth === TRUE && mayRunOthers(run) ? UNCERTAIN : truth;
  });
  return every(truths, findings.opaque);
}
