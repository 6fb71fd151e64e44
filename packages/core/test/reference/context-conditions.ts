import type { Json } from "../../src/encoding/json.ts";
import { conditionsOf, type PolicyData, textsOf } from "./policy.ts";
import type { RequestData } from "./request.ts";
import { known, type Truth } from "./truth.ts";

const STANDARD = ["development", "test", "staging", "production"];

/** Whether a glob fits a text: `*` is any text, `?` is one character. */
function globFits(glob: string, text: string): boolean {
  if (glob === "") return text === "";
  if (glob.startsWith("*"))
    return Array.from({ length: text.length + 1 }).some((_, from) =>
      globFits(glob.slice(1), text.slice(from)),
    );
  if (text === "") return false;
  return (glob[0] === "?" || glob[0] === text[0]) && globFits(glob.slice(1), text.slice(1));
}

const fitsAny = (globs: Json, text: string): boolean =>
  textsOf(globs).some((glob) => globFits(glob, text));

const lower = (globs: Json): Json => textsOf(globs).map((glob) => glob.toLowerCase());

/** An environment is known that is standard, that the policy lists, or that some rule names. */
function isKnown(environment: string, policy: PolicyData): boolean {
  const named = (["deny", "require_approval", "warn", "allow"] as const)
    .flatMap((section) => policy[section] ?? [])
    .flatMap((rule) => conditionsOf(rule))
    .filter(([key]) => key === "environment")
    .flatMap(([, value]) => textsOf(value));
  return textsOf(lower([...STANDARD, ...(policy.environments ?? []), ...named])).includes(
    environment,
  );
}

const FACTS = {
  user_role: "userRole",
  tenant: "tenant",
  actor: "actor",
  session: "sessionId",
  tool_name: "toolName",
  framework: "framework",
  token_issuer: "tokenIssuer",
} as const;

/** What became of a condition on what the host asserts; undefined for a key that is no such condition. */
export function contextTruth(
  key: string,
  value: Json,
  request: RequestData,
  policy: PolicyData,
): Truth | undefined {
  if (key === "environment") {
    const environment = request.environment?.toLowerCase();
    if (environment === undefined) return "uncertain";
    if (fitsAny(lower(value), environment)) return "true";
    return isKnown(environment, policy) ? "false" : "uncertain";
  }
  if (key === "risk_level") {
    const risk = request.risk?.toLowerCase();
    return risk === undefined ? "uncertain" : known(fitsAny(lower(value), risk));
  }
  if (key.startsWith("caller_depth_")) {
    const depth = request.callerDepth;
    if (depth === undefined) return "uncertain";
    if (key.endsWith("_gt")) return known(depth > Number(value));
    if (key.endsWith("_gte")) return known(depth >= Number(value));
    return known(key.endsWith("_lt") ? depth < Number(value) : depth <= Number(value));
  }
  if (key === "requires_token") return known(request.tokenIssuer !== undefined);
  if (!Object.hasOwn(FACTS, key)) return undefined;
  const fact = request[FACTS[key as keyof typeof FACTS]];
  return fact === undefined ? "uncertain" : known(fitsAny(value, fact));
}
