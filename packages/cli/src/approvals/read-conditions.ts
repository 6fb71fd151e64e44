import { conditionProblems, type JsonObject } from "@capfence/core";
import { parse } from "yaml";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** Conditions of the policy language that somebody wrote, in YAML or JSON. Throws `CommandFailure` for what a policy would not load. */
export function readConditions(text: string): JsonObject {
  let value: unknown;
  try {
    value = parse(text, { version: "1.2", merge: false, maxAliasCount: 0 });
  } catch (cause) {
    throw wrong(cause instanceof Error ? cause.message : String(cause));
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong("expected conditions by their names, such as { amount_lte: 500 }");
  return checkConditions(value as JsonObject, wrong);
}

/** The same conditions, unless a policy would not load them; `fail` makes the failure of why not. */
export function checkConditions(
  conditions: JsonObject,
  fail: (why: string) => CommandFailure,
): JsonObject {
  const problems = conditionProblems(conditions);
  if (problems.length > 0)
    throw fail(
      problems.map(({ key, message }) => (key === "" ? message : `${key}: ${message}`)).join("; "),
    );
  return conditions;
}

function wrong(why: string): CommandFailure {
  return new CommandFailure(EXIT.unusable, `--conditions: ${why}`);
}
