import { isJsonObject, type Json, type JsonObject } from "../../encoding/json.ts";
import { basename } from "../shell/basename.ts";
import { mayExport } from "./environment.ts";
import { BASH_LIKE_SHELLS } from "./wrappers.ts";

const COMMAND = /^(?:commands?|cmds?|scripts?|argv|args|input)$/i;
/** Arguments that tell about a command and do not run: a folder, a limit, words for people. */
const INERT =
  /^(?:cwd|work(?:ing)?_?dir(?:ectory)?|dir(?:ectory)?|folder|timeout\w*|description|reason|explanation|justification|purpose|title|label|id|\w+_id|request|goal|thought|background|run_in_background|is_background)$/i;
const FOLDER = /^(?:cwd|work(?:ing)?_?dir(?:ectory)?|dir(?:ectory)?|folder)$/i;
const ENVIRONMENT = /^env(?:ironment)?$/i;
const SHELL = /^(?:shell|interpreter)$/i;

/** Why a payload may run something else than its commands: a text under a key that is not known to be harmless. */
export function foreignKey(payload: JsonObject): string | undefined {
  for (const [key, value] of Object.entries(payload)) {
    const found = foreignValue(key, value);
    if (found !== undefined) return found;
  }
  return undefined;
}

function foreignValue(key: string, value: Json): string | undefined {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return undefined;
  if (ENVIRONMENT.test(key) && isJsonObject(value)) {
    const name = Object.keys(value).find((variable) => !mayExport(variable));
    return name === undefined ? undefined : `it sets ${name}`;
  }
  if (SHELL.test(key) && typeof value === "string")
    return BASH_LIKE_SHELLS.has(basename(value)) ? undefined : `"${key}" names another shell`;
  if (isJsonObject(value)) return foreignKey(value);
  if (Array.isArray(value) && value.some((item) => isJsonObject(item as Json))) {
    for (const item of value as readonly Json[]) {
      const found = isJsonObject(item) ? foreignKey(item) : undefined;
      if (found !== undefined) return found;
    }
    return undefined;
  }
  if (COMMAND.test(key) || INERT.test(key)) return undefined;
  return `"${key}" beside the command may run too; name its place in fields.command`;
}

/** A payload without the arguments that only tell about its command. */
export function withoutInert(payload: JsonObject): JsonObject {
  const entries = Object.entries(payload);
  const others = entries.filter(([key, value]) => typeof value !== "string" || !INERT.test(key));
  return others.length === entries.length ? payload : Object.fromEntries(others);
}

/** The folder a command starts in, as its payload gives it, if it is absolute. */
export function startFolder(payload: JsonObject): string | undefined {
  const folders = Object.entries(payload).filter(([key]) => FOLDER.test(key));
  const [only, ...others] = folders;
  return others.length === 0 && typeof only?.[1] === "string" && only[1].startsWith("/")
    ? only[1]
    : undefined;
}
