import type { JsonObject } from "@capfence/core";
import type { ExaminedTool, Parameter } from "../../meaning/examined-tool.ts";
import { listAt, objectAt } from "../../meaning/json.ts";
import { admitsType, meansAmount, meansRecipient } from "../../meaning/parameter-meanings.ts";
import { verbOf } from "../../meaning/verbs.ts";
import { wordsOf } from "../../texts/words.ts";
import { allowsText, isListed } from "../bounds/text-bounds.ts";
import { isDeed } from "./name-doubts.ts";
import { reachesFar } from "./reaching-arguments.ts";
import { wordsRead } from "./words-read.ts";

/** Switches that only what acts has. */
const FORCING: ReadonlySet<string> = new Set(["confirm", "confirmed", "dry", "force"]);
/** Deeper than anybody writes who wants to be read. */
const DEEPEST = 16;

/** What in the arguments of a tool speaks against it only reading, as the paths of those that do. */
export function argumentDoubts({ parameters }: ExaminedTool): readonly string[] {
  const paying = parameters.filter(meansAmount);
  const pays = paying.length > 0 && parameters.some(meansRecipient) ? paying : [];
  const found = parameters.filter(isDoubtful);
  return [...new Set([...pays, ...found].map(({ path }) => path))];
}

function isDoubtful(parameter: Parameter): boolean {
  const { name, path } = parameter;
  const words = wordsOf(name);
  const [first = "", ...rest] = words;
  const isFree = allowsText(parameter, isListed);
  return (
    wordsRead(name).some((word) => isDeed(verbOf(word))) ||
    // `post: true` posts; `post: "id"` names one.
    (isSwitch(parameter) && (isAsked(first) || FORCING.has(first))) ||
    first === "new" ||
    (rest.at(-1) ?? first) === "run" ||
    (isFree && reachesFar(parameter)) ||
    parameter.schemas.some(isUndescribed) ||
    valuesOf(parameter).some((value) => isDeed(verbOf(wordsOf(value)[0] ?? ""))) ||
    path.split(".").length > DEEPEST
  );
}

/** Anything may be in it, such as what decides whether the tool only reads. */
function isUndescribed(schema: JsonObject): boolean {
  return (
    admitsType(schema, "object") &&
    !isListed(schema) &&
    schema["additionalProperties"] !== false &&
    Object.keys(objectAt(schema, "properties") ?? {}).length === 0
  );
}

/** Whether it may be true or false. */
function isSwitch({ schemas }: Parameter): boolean {
  return schemas.some((schema) =>
    isListed(schema)
      ? [...listAt(schema, "enum"), schema["const"]].some((value) => typeof value === "boolean")
      : admitsType(schema, "boolean"),
  );
}

function isAsked(word: string): boolean {
  const verb = verbOf(word);
  return verb !== undefined && verb.form === "base" && verb.deed !== "read";
}

function valuesOf({ schemas }: Parameter): readonly string[] {
  return schemas
    .flatMap((schema) => [...listAt(schema, "enum"), schema["const"], schema["default"]])
    .filter((value) => typeof value === "string");
}
