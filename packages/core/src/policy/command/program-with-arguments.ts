import type { Json, JsonObject } from "../../encoding/json.ts";

/** A program and its arguments that a payload gives apart, and what else it holds. */
export interface ProgramWithArguments {
  readonly words: readonly string[];
  readonly rest: JsonObject;
}

const PROGRAM = /^(?:command|cmd|program|executable|binary|bin)$/i;
const ARGUMENTS = /^(?:args|arguments|argv)$/i;
const PLAIN_PROGRAM = /^[\w./+-]+$/;

/** Reads `{ command: "git", args: ["status"] }`; undefined where a payload is not of that form. */
export function programWithArguments(payload: JsonObject): ProgramWithArguments | undefined {
  const entries = Object.entries(payload);
  const programs = entries.filter(([key]) => PROGRAM.test(key));
  const lists = entries.filter(([key]) => ARGUMENTS.test(key));
  const [program, list] = [programs[0], lists[0]];
  if (programs.length !== 1 || lists.length !== 1 || program === undefined || list === undefined)
    return undefined;
  if (typeof program[1] !== "string" || !PLAIN_PROGRAM.test(program[1]) || !isTexts(list[1]))
    return undefined;
  const rest = entries.filter((entry) => entry !== program && entry !== list);
  return { words: [program[1], ...list[1]], rest: Object.fromEntries(rest) };
}

function isTexts(value: Json): value is readonly string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
