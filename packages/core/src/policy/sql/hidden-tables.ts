import type { JsonObject } from "../../encoding/json.ts";
import { FALSE, TRUE, type Truth, UNCERTAIN } from "../truth.ts";

/** Kinds that do nothing but to the tables that stand in them as such. */
const ONLY_THEIR_TABLES: ReadonlySet<string> = new Set(
  "select select_into insert update delete merge explain show truncate lock".split(" "),
);

/** Kinds that touch tables they do not name, or name as something else. */
const OTHER_TABLES: ReadonlySet<string> = new Set(
  "do call execute other fetch import reassign drop comment security_label".split(" "),
);

/** Kinds that concern every table where they name none. */
const ALL_TABLES: ReadonlySet<string> = new Set("vacuum analyze cluster reindex".split(" "));

/**
 * Whether a statement touches tables that do not stand in it as such. It is uncertain of those that do other things
 * as well: an allow rule that is about tables does not mean them.
 */
export function hidesTables(type: string, kind: string, fields: JsonObject): Truth {
  if (ONLY_THEIR_TABLES.has(kind)) return FALSE;
  if (OTHER_TABLES.has(kind) || type === "AlterTableMoveAllStmt") return TRUE;
  if (ALL_TABLES.has(kind))
    return fields["rels"] === undefined && fields["relation"] === undefined ? TRUE : UNCERTAIN;
  return fields["targtype"] === "ACL_TARGET_ALL_IN_SCHEMA" ? TRUE : UNCERTAIN;
}
