import { canonicalJson } from "../../encoding/canonical-json.ts";
import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { itemsOf } from "./nodes.ts";

/**
 * Whether a WHERE restricts anything: it has to look at the row. `1 = 1`, `true`, `$1`, `x = x`, and an OR with one
 * of them do not; whether a condition that looks at the row is true of all rows, only the database knows.
 */
export function restrictsRows(condition: Json | undefined): boolean {
  if (!isJsonObject(condition)) return false;
  const { BoolExpr: logic, A_Expr: comparison } = condition;
  if (isJsonObject(logic)) {
    const parts = itemsOf(logic["args"]);
    return logic["boolop"] === "OR_EXPR" ? parts.every(restrictsRows) : parts.some(restrictsRows);
  }
  if (isJsonObject(comparison)) {
    const { lexpr: left, rexpr: right } = comparison;
    if (left !== undefined && right !== undefined && sameText(left, right)) return false;
  }
  return looksAtRow(condition);
}

/** Whether a MERGE that updates or deletes looks at the rows it does that to. */
export function mergesSomeRows(merge: JsonObject): boolean {
  const clauses = itemsOf(merge["mergeWhenClauses"]);
  const joined = restrictsRows(merge["joinCondition"]);
  return clauses.every((item) => {
    const clause = isJsonObject(item) ? item["MergeWhenClause"] : undefined;
    if (!isJsonObject(clause)) return false;
    if (clause["commandType"] !== "CMD_UPDATE" && clause["commandType"] !== "CMD_DELETE")
      return true;
    if (restrictsRows(clause["condition"])) return true;
    return joined && clause["matchKind"] === "MERGE_WHEN_MATCHED";
  });
}

function sameText(left: Json, right: Json): boolean {
  return canonicalJson(withoutPlaces(left)) === canonicalJson(withoutPlaces(right));
}

function withoutPlaces(value: Json): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map(withoutPlaces);
  if (!isJsonObject(value)) return value;
  const entries = Object.entries(value).filter(([key]) => key !== "location");
  return Object.fromEntries(entries.map(([key, member]) => [key, withoutPlaces(member)]));
}

function looksAtRow(value: Json): boolean {
  if (Array.isArray(value)) return (value as readonly Json[]).some(looksAtRow);
  if (!isJsonObject(value)) return false;
  return Object.entries(value).some(([key, member]) => LOOKS.has(key) || looksAtRow(member));
}

const LOOKS: ReadonlySet<string> = new Set(["ColumnRef", "CurrentOfExpr"]);
