import { madeOnce } from "../../../made-once.ts";
import { ADMINISTRATION } from "./administration.ts";
import { ARCHIVES } from "./archives.ts";
import { BUILDS } from "./builds.ts";
import { CONTAINERS } from "./containers.ts";
import { DATABASES } from "./databases.ts";
import { FILES } from "./files.ts";
import { INSPECTORS } from "./inspectors.ts";
import { INFRASTRUCTURE } from "./infrastructure.ts";
import { INTERPRETERS } from "./interpreters.ts";
import { KUBERNETES } from "./kubernetes.ts";
import { MACOS } from "./macos.ts";
import { NETWORK } from "./network.ts";
import { PACKAGES } from "./packages.ts";
import { SERVICES } from "./services.ts";
import { SYSTEM_INFO } from "./system-info.ts";
import { TEXT_FILTERS } from "./text-filters.ts";
import { VERSION_CONTROL } from "./version-control.ts";
import { VIEWERS } from "./viewers.ts";
import { type Judge, judgeOf } from "./judge.ts";
import type { Rows } from "./row.ts";

/** Every family of programs, by its name. */
export const FAMILIES: Readonly<Record<string, Rows>> = {
  ADMINISTRATION,
  ARCHIVES,
  BUILDS,
  CONTAINERS,
  DATABASES,
  FILES,
  INFRASTRUCTURE,
  INSPECTORS,
  INTERPRETERS,
  KUBERNETES,
  MACOS,
  NETWORK,
  PACKAGES,
  SERVICES,
  SYSTEM_INFO,
  TEXT_FILTERS,
  VERSION_CONTROL,
  VIEWERS,
};

/** Names in a row. */
export const namesIn = (names: string): readonly string[] => names.split(/\s+/).filter(Boolean);

/** How to judge each program that is known, by its name. */
export const programs: () => ReadonlyMap<string, Judge> = madeOnce(
  () =>
    new Map(
      Object.values(FAMILIES).flatMap((rows) =>
        rows.flatMap((row) => {
          const judge = judgeOf(row);
          return namesIn(row.names).map((name) => [name, judge] as const);
        }),
      ),
    ),
);
