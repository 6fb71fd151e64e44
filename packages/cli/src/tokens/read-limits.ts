import { budgetProblems, type Json, type JsonObject } from "@capfence/core";
import { parse } from "yaml";
import { checkConditions, readConditions } from "../approvals/read-conditions.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT } from "../exit-code.ts";

/** The options that say what calls with a token must meet. */
export interface LimitOptions {
  readonly limit?: readonly string[];
  readonly conditions?: string;
}

/** What calls with a token must meet, and what they may use together. */
export interface Limits {
  readonly conditions?: JsonObject;
  readonly budget?: JsonObject;
}

/** The limits that are counted over calls, and so are no conditions on one. */
const COUNTED: readonly string[] = ["max_calls", "max_total"];

/**
 * The limits that `--limit key=value` and `--conditions` say together. Throws `CommandFailure` for what a policy would
 * not load, and for what is said twice.
 */
export function readLimits({ limit = [], conditions }: LimitOptions): Limits {
  const all = new Map(conditions === undefined ? [] : Object.entries(readConditions(conditions)));
  for (const text of limit) {
    const [key, value] = readLimit(text);
    if (all.has(key)) throw wrong(`"${key}" is given twice; a token holds each condition once`);
    all.set(key, value);
  }
  const entries = [...all];
  const budget = entries.filter(([key]) => COUNTED.includes(key));
  const rest = entries.filter(([key]) => !COUNTED.includes(key));
  return {
    ...(rest.length > 0 && { conditions: Object.fromEntries(rest) }),
    ...(budget.length > 0 && { budget: Object.fromEntries(budget) }),
  };
}

function readLimit(text: string): readonly [string, Json] {
  const [, key = "", written = ""] = /^\s*([^=\s]+)\s*=(.*)$/s.exec(text) ?? [];
  if (key === "") throw wrong(`"${text}" is no condition; write it as amount_lte=50`);
  const fail = (why: string): CommandFailure => wrong(`"${text}": ${why}`);
  let value: unknown;
  try {
    value = parse(written, { version: "1.2", merge: false, maxAliasCount: 0 });
  } catch (cause) {
    throw fail(cause instanceof Error ? cause.message : String(cause));
  }
  const entry = (): JsonObject => Object.fromEntries([[key, value as Json]]);
  if (COUNTED.includes(key)) {
    const [problem] = budgetProblems(entry());
    if (problem !== undefined) throw fail(`${problem.key}: ${problem.message}`);
    return [key, value as Json];
  }
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  if (values.some((one) => typeof one === "object"))
    throw fail("expected one value or a list such as [USD, EUR]; --conditions takes the others");
  checkConditions(entry(), fail);
  return [key, value as Json];
}

function wrong(why: string): CommandFailure {
  return new CommandFailure(EXIT.unusable, `--limit ${why}`);
}
