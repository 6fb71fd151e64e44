import { ARCHIVES } from "./archives.ts";
import { FILES } from "./files.ts";
import { INTERPRETERS } from "./interpreters.ts";
import { type Judge, judgeOf } from "./judge.ts";
import { NETWORK } from "./network.ts";
import type { Rows } from "./row.ts";
import { SYSTEM_INFO } from "./system-info.ts";
import { TEXT_FILTERS } from "./text-filters.ts";

/** Every family of programs, by its name. */
export const FAMILIES: Readonly<Record<string, Rows>> = {
  ARCHIVES,
  FILES,
  INTERPRETERS,
  NETWORK,
  SYSTEM_INFO,
  TEXT_FILTERS,
};

/** Names in a row. */
export const namesIn = (names: string): readonly string[] => names.split(/\s+/).filter(Boolean);

/** How to judge each program that is known, by its name. */
export const PROGRAMS: ReadonlyMap<string, Judge> = new Map(
  Object.values(FAMILIES).flatMap((rows) =>
    rows.flatMap((row) => {
      const judge = judgeOf(row);
      return namesIn(row.names).map((name) => [name, judge] as const);
    }),
  ),
);
