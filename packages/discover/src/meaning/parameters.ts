import type { Json, JsonObject } from "@capfence/core";
import { pointerPart } from "../texts/json-pointer.ts";
import type { Parameter } from "./examined-tool.ts";
import { type SchemaPlace, SchemaReader, type Together } from "./alternatives.ts";
import { isObject, listAt, objectAt, textAt } from "./json.ts";
import { mergeSchemas } from "./merge-schemas.ts";

/** What is deeper counts as anything, and nothing below it is looked at. */
const MOST_DEPTH = 32;
/** Beyond this many, what several parameters share is looked into only once. */
const MOST_REPEATED = 1000;

/** Beyond this many in all, schemas are not put together any more: what follows may be anything. */
const MOST_SCHEMAS = 50_000;

/** A value whose members and items are still to be found; `around` are the schemas of what it is in. */
interface Open {
  readonly name: string;
  readonly path: string;
  readonly depth: number;
  readonly alternatives: readonly Together[];
  readonly around: ReadonlySet<Json>;
}

/** What is found in a value: by `uses`, which schemas may hold for it, those of one use all at once. */
interface Member {
  readonly name: string;
  readonly path: string;
  readonly uses: Map<string, Together>;
  isRequired: boolean;
}

/** What the arguments of a tool may follow, each without what only leads to other schemas. */
export function argumentSchemas(definition: JsonObject): readonly JsonObject[] {
  const reader = new SchemaReader(definition);
  return reader.alternatives(reader.root).map(mergeSchemas);
}

/** Every place for a value in the arguments of a tool, those of the top first. */
export function parametersOf(definition: JsonObject): readonly Parameter[] {
  const reader = new SchemaReader(definition);
  const looked = new Set<Json>();
  const found: Parameter[] = [];
  const root = reader.alternatives(reader.root);
  const queue: Open[] = [{ name: "", path: "", depth: 0, alternatives: root, around: new Set() }];
  let schemas = 0;
  const spread = new Set<Json>();
  // It grows while it is read.
  for (const open of queue) {
    const own = open.alternatives.flat().map(({ schema }) => schema);
    const around = new Set([...open.around, ...own]);
    const depth = open.depth + 1;
    for (const member of membersOf(open, found.length > MOST_REPEATED ? looked : open.around)) {
      const all =
        depth > MOST_DEPTH ? [[]] : [...member.uses.values()].flatMap((use) => reader.allOf(use));
      schemas += all.length;
      const isTooMuch = schemas > MOST_SCHEMAS;
      const alternatives = isTooMuch ? [unspread(all, spread)] : all;
      found.push(parameterOf(member, isTooMuch ? [[]] : all));
      if (depth <= MOST_DEPTH)
        queue.push({ name: member.name, path: member.path, depth, alternatives, around });
    }
    for (const schema of own) looked.add(schema);
  }
  return found;
}

/** What no other value has brought along yet, so that it is looked into once. */
function unspread(alternatives: readonly Together[], spread: Set<Json>): Together {
  const fresh = new Set<SchemaPlace>();
  for (const together of alternatives)
    for (const place of together)
      if (!spread.has(place.schema)) {
        spread.add(place.schema);
        fresh.add(place);
      }
  return [...fresh];
}

function parameterOf(
  { name, path, uses, isRequired }: Member,
  alternatives: readonly Together[],
): Parameter {
  const places = [...uses.values()].flat();
  const described = [...places, ...alternatives.flat()].flatMap(({ schema }) =>
    isObject(schema) ? [textAt(schema, "description") || textAt(schema, "title")] : [],
  );
  return {
    name,
    path,
    pointer: places[0]?.pointer ?? "",
    schemas: alternatives.map(mergeSchemas),
    description: described.find((text) => text !== "") ?? "",
    isRequired,
  };
}

/** What stands in a value, but for what stands there by schemas that were looked into before. */
function membersOf(open: Open, looked: ReadonlySet<Json>): readonly Member[] {
  const members = new Map<string, Member>();
  const add = (name: string, path: string, use: Together): void => {
    const member = members.get(path) ?? { name, path, uses: new Map(), isRequired: false };
    member.uses.set(use.map(({ pointer }) => pointer).join(" "), use);
    members.set(path, member);
  };
  for (const together of open.alternatives) {
    const places = together.filter(({ schema }) => !looked.has(schema));
    addProperties(open, places, add);
    addItems(open, places, add);
  }
  for (const [path, member] of members) {
    const name = member.name;
    member.isRequired =
      path === joined(open.path, name) &&
      open.alternatives.every((together) =>
        together.some(
          ({ schema }) => isObject(schema) && listAt(schema, "required").includes(name),
        ),
      );
  }
  return [...members.values()];
}

type Add = (name: string, path: string, use: Together) => void;

function addProperties(open: Open, places: Together, add: Add): void {
  const named = new Map<string, SchemaPlace[]>();
  for (const { schema, pointer } of places) {
    if (!isObject(schema)) continue;
    for (const [key, one] of Object.entries(objectAt(schema, "properties") ?? {})) {
      const place = { schema: one, pointer: `${pointer}/properties${pointerPart(key)}` };
      named.set(key, [...(named.get(key) ?? []), place]);
    }
    for (const [key, one] of Object.entries(objectAt(schema, "patternProperties") ?? {}))
      add(open.name || "*", joined(open.path, "*"), [
        { schema: one, pointer: `${pointer}/patternProperties${pointerPart(key)}` },
      ]);
    const others = schema["additionalProperties"];
    if (isObject(others))
      add(open.name || "*", joined(open.path, "*"), [
        { schema: others, pointer: `${pointer}/additionalProperties` },
      ]);
  }
  for (const [key, use] of named) add(key, joined(open.path, key), use);
}

function addItems(open: Open, places: Together, add: Add): void {
  const all: SchemaPlace[] = [];
  let isList = false;
  for (const { schema, pointer } of places) {
    if (!isObject(schema)) continue;
    const { type, items } = schema;
    isList ||= type === "array" || listAt(schema, "type").includes("array");
    const rest = Array.isArray(items) ? schema["additionalItems"] : items;
    const key = Array.isArray(items) ? "additionalItems" : "items";
    if (rest !== undefined && rest !== false)
      all.push({ schema: rest, pointer: `${pointer}/${key}` });
    for (const tuple of ["prefixItems", "items"])
      for (const [index, one] of listAt(schema, tuple).entries())
        add(open.name, `${open.path}[]`, [
          { schema: one, pointer: `${pointer}/${tuple}/${index}` },
        ]);
    // A list of what nobody describes.
    if (isList && items === undefined && listAt(schema, "prefixItems").length === 0)
      all.push({ schema: true, pointer });
  }
  if (all.length > 0) add(open.name, `${open.path}[]`, all);
}

function joined(path: string, name: string): string {
  return path === "" ? name : `${path}.${name}`;
}
