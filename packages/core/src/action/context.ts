import type { JsonObject } from "../encoding/json.ts";
import { escapeControls } from "../encoding/escape-controls.ts";
import { ConfigurationError } from "../errors.ts";
import { readTrust, type TrustLevel } from "./trust.ts";

/** Facts about a call that its host asserts. Tool arguments never become part of these. */
export interface ActionContext {
  readonly sessionId?: string;
  readonly toolName?: string;
  /** SHA-256, in hex, of the tool's definition as the model was shown it: an approval is for this definition alone. */
  readonly toolDigest?: string;
  /** The framework's own id of this one call; recorded, never judged. */
  readonly toolCallId?: string;
  readonly framework?: string;
  readonly userRole?: string;
  readonly tenant?: string;
  /** Risk level, such as `low`, `medium`, `high` or `critical`. */
  readonly risk?: string;
  /** How many agents stand between the user and this call: 0 for an agent the user talks to. */
  readonly callerDepth?: number;
  /** How far the source of the call is trusted: the least of what has shaped it. Kept as its rank, 0 to 3. */
  readonly trust?: TrustLevel;
  /** The issuer of the capability token that came with the call; set by the runtime once it has verified it. */
  readonly tokenIssuer?: string;
  /** Free text on what the agent is doing; recorded, never judged. */
  readonly taskContext?: string;
  /** Free text category of the risk; recorded, never judged. */
  readonly riskCategory?: string;
}

const JUDGED_FACTS = [
  "sessionId",
  "toolName",
  "toolDigest",
  "framework",
  "userRole",
  "tenant",
  "risk",
  "tokenIssuer",
] as const;
const RECORDED_FACTS = ["toolCallId", "taskContext", "riskCategory"] as const;

/** The names of all context facts. */
export const CONTEXT_FACTS: readonly string[] = [
  ...JUDGED_FACTS,
  ...RECORDED_FACTS,
  "callerDepth",
  "trust",
];

/** A frozen, checked copy of the context facts in `input`. Throws `ConfigurationError` naming the fact. */
export function readContext(input: Readonly<Record<string, unknown>>): ActionContext {
  const context: Record<string, string | number> = {};
  for (const name of JUDGED_FACTS) {
    const value = input[name];
    if (value !== undefined) context[name] = readFact(name, value);
  }
  for (const name of RECORDED_FACTS) {
    const value = input[name];
    if (value !== undefined) context[name] = readRecorded(name, value);
  }
  const depth = input["callerDepth"];
  if (depth !== undefined) {
    if (!Number.isSafeInteger(depth) || (depth as number) < 0)
      throw new ConfigurationError(
        `callerDepth must be a whole number from 0, got ${typeof depth === "number" ? depth : `a value of type ${typeof depth}`}`,
      );
    context["callerDepth"] = depth as number;
  }
  const trust = input["trust"];
  if (trust !== undefined) context["trust"] = readTrust(trust);
  return Object.freeze(context);
}

/** The facts of a context that policies can read, without those that are only recorded. */
export function judgedContext(context: ActionContext): JsonObject {
  const recorded: ReadonlySet<string> = new Set(RECORDED_FACTS);
  return Object.fromEntries(Object.entries(context).filter(([name]) => !recorded.has(name)));
}

const MAXIMUM_LENGTH = 1024;

/** Some providers put whole signatures into the ids of tool calls. */
const MAXIMUM_RECORDED_LENGTH = 16 * 1024;

/** Checks a text the host asserts: not empty, at most 1,024 characters, no control or invisible characters. */
export function readFact(name: string, value: unknown): string {
  const text = readText(name, value, MAXIMUM_LENGTH);
  if (!/\p{C}/u.test(text)) return text;
  throw new ConfigurationError(
    `${name} "${escapeControls(text)}" has a control or invisible character`,
  );
}

function readRecorded(name: string, value: unknown): string {
  const text = readText(name, value, MAXIMUM_RECORDED_LENGTH);
  if (!text.isWellFormed()) throw new ConfigurationError(`${name} has a lone surrogate`);
  return text;
}

function readText(name: string, value: unknown, limit: number): string {
  if (typeof value !== "string")
    throw new ConfigurationError(`${name} must be text, got a value of type ${typeof value}`);
  if (value === "")
    throw new ConfigurationError(`${name} must not be empty; leave it out if it is not known`);
  if (value.length > limit)
    throw new ConfigurationError(`${name} is longer than ${limit} characters`);
  return value;
}
