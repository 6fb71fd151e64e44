import type { Json, JsonObject } from "@capfence/core";
import { pointerPart } from "../texts/json-pointer.ts";
import { isObject, listAt, objectAt } from "./json.ts";

/** A schema, and where it stands in the tool's definition. */
export interface SchemaPlace {
  readonly schema: Json;
  readonly pointer: string;
}

/** Schemas that hold together, each for what its own keywords say; none says nothing, so that anything goes. */
export type Together = readonly SchemaPlace[];

/** Beyond this each schema counts alone, and so does none of them: what is too much to combine bounds nothing. */
const MOST_ALTERNATIVES = 256;
/** One list of choices needs no combining, and may be longer. */
const MOST_CHOICES = 4096;
/** A few that stand there twice cost less than telling them apart. */
const MOST_REPEATED = 16;
/** How many schemas may lead to each other before they say anything of the value itself. */
const MOST_STEPS = 64;

const ANYTHING: readonly Together[] = [[]];

/** What a reference has beside it counts for nothing in old drafts, but it may still show a model more arguments. */
const SHOWN = ["description", "items", "patternProperties", "prefixItems", "properties", "title"];

/** Reads the schema of a tool's arguments; the cost is bounded whatever refers to whatever. */
export class SchemaReader {
  readonly root: SchemaPlace;
  readonly #isOld: boolean;
  readonly #targets = new Map<string, readonly Together[]>();
  /** One object for one schema: who walks schemas knows again where they have been. */
  readonly #shown = new Map<JsonObject, JsonObject>();

  constructor(definition: JsonObject) {
    this.root = { schema: definition["inputSchema"] ?? {}, pointer: "/inputSchema" };
    const dialect = objectAt(definition, "inputSchema")?.["$schema"];
    this.#isOld = typeof dialect === "string" && /draft-0[3-7]\b/.test(dialect);
  }

  /** What a value may follow: one of these. */
  alternatives(place: SchemaPlace, steps = 0): readonly Together[] {
    const { schema, pointer } = place;
    if (!isObject(schema)) return ANYTHING;
    if (steps > MOST_STEPS) return [[place], []];
    const at = (key: string | number, one: Json): readonly Together[] =>
      this.alternatives({ schema: one, pointer: `${pointer}/${key}` }, steps + 1);
    const reference = schema["$ref"] ?? schema["$dynamicRef"];
    const lists: (readonly Together[])[] = [
      [
        [
          this.#isOld && reference !== undefined
            ? { schema: this.#shownOf(schema), pointer }
            : place,
        ],
      ],
    ];
    if (reference !== undefined) lists.push(this.#target(reference, steps));
    for (const [index, one] of listAt(schema, "allOf").entries())
      lists.push(at(`allOf/${index}`, one));
    for (const key of ["anyOf", "oneOf"]) {
      const choices = listAt(schema, key).flatMap((one, index) => at(`${key}/${index}`, one));
      if (choices.length > 0) lists.push(choices);
    }
    const conditional = conditionalsOf(schema).flatMap(([key, one]) => at(key, one));
    if (conditional.length > 0) lists.push([[], ...conditional]);
    return combined(lists);
  }

  /** What follows several schemas at once. */
  allOf(places: Together): readonly Together[] {
    return combined(places.map((place) => this.alternatives(place)));
  }

  #target(reference: Json, steps: number): readonly Together[] {
    if (typeof reference !== "string") return ANYTHING;
    const known = this.#targets.get(reference);
    if (known !== undefined) return known;
    // Whoever asks again meanwhile is in a circle.
    this.#targets.set(reference, ANYTHING);
    const place = this.#resolve(reference);
    const found = place === undefined ? ANYTHING : this.alternatives(place, steps + 1);
    this.#targets.set(reference, found);
    return found;
  }

  #shownOf(schema: JsonObject): JsonObject {
    const shown =
      this.#shown.get(schema) ??
      Object.fromEntries(Object.entries(schema).filter(([key]) => SHOWN.includes(key)));
    this.#shown.set(schema, shown);
    return shown;
  }

  /** Only pointers into the schema itself: nothing is fetched, and anchors count as unknown. */
  #resolve(reference: string): SchemaPlace | undefined {
    if (reference !== "#" && !reference.startsWith("#/")) return undefined;
    let schema: Json | undefined = this.root.schema;
    for (const segment of reference.split("/").slice(1)) {
      const key = unescaped(segment);
      if (typeof schema !== "object" || schema === null || !Object.hasOwn(schema, key))
        return undefined;
      schema = (schema as JsonObject)[key];
    }
    return schema === undefined
      ? undefined
      : { schema, pointer: `${this.root.pointer}${reference.slice(1)}` };
  }
}

/** Schemas that count only under a condition, by their keys. */
function conditionalsOf(schema: JsonObject): readonly (readonly [string, Json])[] {
  const dependent = ["dependentSchemas", "dependencies"].flatMap((key) =>
    Object.entries(objectAt(schema, key) ?? {})
      .filter(([, one]) => isObject(one))
      .map(([name, one]) => [`${key}${pointerPart(name)}`, one] as const),
  );
  const branches = ["then", "else"].flatMap((key) => {
    const one = schema[key];
    return one === undefined ? [] : [[key, one] as const];
  });
  return [...dependent, ...branches];
}

function combined(lists: readonly (readonly Together[])[]): readonly Together[] {
  const size = lists.reduce((product, list) => Math.min(product * list.length, 2 ** 32), 1);
  const several = lists.filter((list) => list.length > 1);
  if (size > (several.length > 1 ? MOST_ALTERNATIVES : MOST_CHOICES))
    return [[], ...[...new Set(lists.flat(2))].map((place) => [place])];
  const certain = lists.filter((list) => list.length === 1).flat(2);
  return several
    .reduce<readonly Together[]>(
      (all, list) => all.flatMap((one) => list.map((other) => [...one, ...other])),
      [certain],
    )
    .map((together) => (together.length > MOST_REPEATED ? [...new Set(together)] : together));
}

function unescaped(segment: string): string {
  let text = segment;
  try {
    text = decodeURIComponent(segment);
  } catch {
    // It is no URI, so it stands for itself.
  }
  return text.replaceAll("~1", "/").replaceAll("~0", "~");
}
