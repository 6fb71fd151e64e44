import { UNCERTAIN, TRUE, FALSE, type Truth } from "../../truth.ts";
import type { Word } from "../run.ts";
import { isSteeringPath, isSystemPath } from "../system-path.ts";
import { type Judged, some } from "./judge.ts";

/** Whether commands destroy data or get more rights. */
export function destroys({ findings, runs }: Judged): Truth {
  if (findings.escalates) return TRUE;
  // What is sent through a socket of bash may be anything.
  const sent = findings.connects ? UNCERTAIN : FALSE;
  return some(
    [sent, ...runs.map(({ effects }) => effects.destructive), ...findings.writes.map(overwrites)],
    findings.opaque,
  );
}

/** Whether commands talk to another host. */
export function connects({ findings, runs }: Judged): Truth {
  if (findings.connects) return TRUE;
  return some(
    runs.map(({ effects }) => effects.network),
    findings.opaque,
  );
}

/** What a redirection to a path destroys: a device or a part of the system surely, what steers programs maybe. */
function overwrites(path: Word): Truth {
  if (path === undefined || isSteeringPath(path) || path.includes("..")) return UNCERTAIN;
  return isSystemPath(path) ? TRUE : FALSE;
}
