import { basename } from "../../shell/basename.ts";
import { interpretsWords, isInterpreter } from "../../shell/opaque-program.ts";
import { destructiveOptions, OPAQUE_PROGRAMS } from "../../shell/programs.ts";
import { FALSE } from "../../truth.ts";
import type { JudgedRun } from "../reading.ts";

/** Options of `find` that destroy but run nothing. */
const RUNS_NOTHING = /^-(?:delete|fprint|fprintf|fls|fprint0)$/;

/** Whether a run may start programs that its words do not name: code, a script on its input, options that run commands. */
export function mayRunOthers({ effects, receives, words }: JudgedRun): boolean {
  const { destructive, network, writes } = effects;
  // What surely does nothing at all surely starts nothing.
  if (destructive === FALSE && network === FALSE && writes.others === FALSE) return false;
  const program = basename(words[0] ?? "");
  const options = words.slice(1).map((word) => word ?? "-");
  if (OPAQUE_PROGRAMS.has(program)) return true;
  if (isInterpreter(program)) return receives || interpretsWords(program, options);
  const risky = destructiveOptions().get(program);
  return (
    risky !== undefined &&
    words
      .slice(1)
      .some((word) => word === undefined || (risky.test(word) && !RUNS_NOTHING.test(word)))
  );
}
