import { type Truth } from "../truth.ts";
import { programs } from "./programs/programs.ts";
import { Tally } from "./programs/tally.ts";
import type { Run, Word } from "./run.ts";

/** The files a run touches: those its words name, and whether it may touch others. */
export interface Touch {
  /** A word with `*`, `?` or `[` may be a pattern; undefined is any number of paths not known before it runs. */
  readonly paths: readonly Word[];
  readonly others: Truth;
  /** Folders among the paths that are touched with all that is below them. */
  readonly folders: readonly Word[];
}

/** What one run does to data, to other hosts and to files. */
export interface Effects {
  /** Whether it destroys data, or runs with more rights. Uncertain too for changes of what is no file, such as a service. */
  readonly destructive: Truth;
  /** Whether it talks to another host. */
  readonly network: Truth;
  readonly reads: Touch;
  readonly writes: Touch;
  /** Why something above is uncertain, for a person. */
  readonly reason: string | undefined;
}

/** What a run does, as far as the tables of programs tell; a program they do not name may do anything. */
export function effectsOf(run: Run): Effects {
  const [word] = run.words;
  if (word === undefined) return unknown("the program is not known before it runs");
  const name = word.slice(word.lastIndexOf("/") + 1);
  const judge = programs().get(name);
  return judge === undefined ? unknown(`\`${name}\` is not a program that is known`) : judge(run);
}

const unknown = (why: string): Effects => new Tally().anything(why).result();
