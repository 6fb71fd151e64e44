import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import type { Name } from "./facts.ts";

/** The items of a list of the grammar; none where it has left the list out. */
export function itemsOf(value: Json | undefined): readonly Json[] {
  return Array.isArray(value) ? (value as readonly Json[]) : [];
}

/** The texts of a list of names. */
export function namesIn(value: Json | undefined): readonly string[] {
  return itemsOf(value).flatMap((item) => {
    const text = isJsonObject(item) && isJsonObject(item["String"]) ? item["String"]["sval"] : "";
    return typeof text === "string" && text !== "" ? [text] : [];
  });
}

/** The name of a table. */
export function tableName(table: JsonObject): Name {
  const parts = [table["catalogname"], table["schemaname"], table["relname"]];
  return parts.filter((part) => typeof part === "string");
}

/** The queries that a WITH names. */
export function queriesOf(
  clause: JsonObject,
): readonly { readonly name: string; readonly query: JsonObject }[] {
  return itemsOf(clause["ctes"]).flatMap((item) => {
    const query = isJsonObject(item) ? item["CommonTableExpr"] : undefined;
    const name = isJsonObject(query) ? query["ctename"] : undefined;
    return isJsonObject(query) && typeof name === "string" ? [{ name, query }] : [];
  });
}

/** Whether an EXPLAIN runs what it explains; any mention of ANALYZE counts. */
export function analyzes(explain: JsonObject): boolean {
  return itemsOf(explain["options"]).some((option) => {
    const element = isJsonObject(option) ? option["DefElem"] : undefined;
    return isJsonObject(element) && element["defname"] === "analyze";
  });
}

/** Whether a member of a statement is the VALUES of an INSERT. */
export function isInsertedValues(key: string, member: Json, insert: JsonObject): boolean {
  const select = key === "selectStmt" && isJsonObject(member) ? member["SelectStmt"] : undefined;
  return (
    isJsonObject(select) && select["valuesLists"] !== undefined && insert["relation"] !== undefined
  );
}
