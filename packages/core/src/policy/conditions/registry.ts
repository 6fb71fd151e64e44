import { compileAmount } from "./amount.ts";
import { compileArgs } from "./args.ts";
import { compileCallerDepth } from "./caller-depth.ts";
import { compileCommand } from "../command/command-condition.ts";
import type { CompileCondition } from "./condition.ts";
import { compileContains } from "./contains.ts";
import { compileContextText } from "./context-text.ts";
import { compileCurrency } from "./currency.ts";
import { compileEnvironment } from "./environment.ts";
import { compileMatchRegex } from "./match-regex.ts";
import { compileOnlyArgs } from "./only-args.ts";
import { compilePathMatches } from "../path/path-matches.ts";
import { compilePathWithin } from "../path/path-within.ts";
import { compilePaths } from "../path/paths-modifier.ts";
import { compileSql } from "../sql/sql-condition.ts";
import { compileMaxCalls } from "../limits/max-calls.ts";
import { compileMaxTotal } from "../limits/max-total.ts";
import { compileRequiresToken } from "./requires-token.ts";
import { compileTable } from "./table.ts";
import { compileTrustBelow } from "./trust-below.ts";
import { compileUrl } from "../url/url-condition.ts";

const lowerCase = (text: string): string => text.toLowerCase();

/** Conditions on the payload: what the agent asked. */
const PAYLOAD_CONDITIONS: ReadonlyMap<string, CompileCondition> = new Map([
  ["contains", compileContains],
  ["match_keywords", compileContains],
  ["match_regex", compileMatchRegex],
  ["amount_gt", compileAmount("gt")],
  ["amount_gte", compileAmount("gte")],
  ["amount_lt", compileAmount("lt")],
  ["amount_lte", compileAmount("lte")],
  ["currency", compileCurrency],
  ["args", compileArgs],
  ["only_args", compileOnlyArgs],
  ["sql", compileSql],
  ["table", compileTable],
  ["path_within", compilePathWithin("path_within")],
  ["path_prefix", compilePathWithin("path_prefix")],
  ["path_matches", compilePathMatches],
  ["paths", compilePaths],
  ["url", compileUrl],
  ["command", compileCommand],
]);

/**
 * Conditions on the context: what the host asserts. They read nothing of the payload, so what they make of a call they
 * make of every call of its tool.
 */
export const CONTEXT_CONDITIONS: ReadonlyMap<string, CompileCondition> = new Map([
  ["environment", compileEnvironment],
  ["user_role", compileContextText("user_role", (view) => view.event.context.userRole)],
  ["tenant", compileContextText("tenant", (view) => view.event.context.tenant)],
  ["actor", compileContextText("actor", (view) => view.event.actor)],
  ["session", compileContextText("session", (view) => view.event.context.sessionId)],
  ["tool_name", compileContextText("tool_name", (view) => view.event.context.toolName)],
  ["framework", compileContextText("framework", (view) => view.event.context.framework)],
  ["risk_level", compileContextText("risk_level", (view) => view.event.context.risk, lowerCase)],
  ["caller_depth_gt", compileCallerDepth("gt")],
  ["caller_depth_gte", compileCallerDepth("gte")],
  ["caller_depth_lt", compileCallerDepth("lt")],
  ["caller_depth_lte", compileCallerDepth("lte")],
  ["trust_below", compileTrustBelow],
]);

/**
 * Conditions on the capability token, which comes with one call and not with the next, so that nobody knows before a
 * call whether they will hold.
 */
export const TOKEN_CONDITIONS: ReadonlyMap<string, CompileCondition> = new Map([
  ["requires_token", compileRequiresToken],
  ["token_issuer", compileContextText("token_issuer", (view) => view.event.context.tokenIssuer)],
]);

/** Conditions on state: what calls have used before, which only the runtime knows. */
const STATE_CONDITIONS: ReadonlyMap<string, CompileCondition> = new Map([
  ["max_calls", compileMaxCalls],
  ["max_total", compileMaxTotal],
]);

/** Every condition a rule may carry, by its key. */
export const CONDITIONS: ReadonlyMap<string, CompileCondition> = new Map([
  ...PAYLOAD_CONDITIONS,
  ...CONTEXT_CONDITIONS,
  ...TOKEN_CONDITIONS,
  ...STATE_CONDITIONS,
]);
