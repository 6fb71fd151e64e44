import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import type { Name } from "./facts.ts";

const TABLES: ReadonlySet<unknown> = new Set(
  "TABLE VIEW MATVIEW FOREIGN_TABLE SEQUENCE".split(" ").map((type) => `OBJECT_${type}`),
);
/** Things of a table: their names end with their own. */
const PARTS: ReadonlySet<unknown> = new Set(["OBJECT_TRIGGER", "OBJECT_RULE", "OBJECT_POLICY"]);

/** The tables that a DROP names, or undefined where it drops something that holds or concerns tables it does not name. */
export function droppedTables(drop: JsonObject): readonly Name[] | undefined {
  const { removeType, objects } = drop;
  const part = PARTS.has(removeType);
  if (!(part || TABLES.has(removeType)) || !Array.isArray(objects)) return undefined;
  const names = (objects as readonly Json[]).map((object) => {
    const list = isJsonObject(object) ? object["List"] : undefined;
    const items = isJsonObject(list) ? list["items"] : [object];
    const parts = Array.isArray(items) ? (items as readonly Json[]).map(textOf) : [undefined];
    return part ? parts.slice(0, -1) : parts;
  });
  return names.every((name): name is string[] => !name.includes(undefined)) ? names : undefined;
}

function textOf(item: Json): string | undefined {
  const string = isJsonObject(item) ? item["String"] : undefined;
  const text = isJsonObject(string) ? string["sval"] : undefined;
  return typeof text === "string" ? text : undefined;
}
