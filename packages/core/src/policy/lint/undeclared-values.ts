import { isJsonObject } from "../../encoding/json.ts";
import { type CapabilityPattern, isConcrete, overlaps } from "../capability-pattern.ts";
import type { PolicyDocument } from "../document/document.ts";
import { AmountKeys } from "../payload/amount-keys.ts";
import type { DeclaredFields } from "../payload/event-view.ts";
import { parsePointer } from "../payload/json-pointer.ts";
import type { Rule } from "../rule.ts";
import { type LintFinding, permits, ruleFinding } from "./finding.ts";

/** A kind of value, the conditions that read it, and the argument names by which they find it. */
interface Kind {
  readonly field: keyof DeclaredFields;
  readonly conditions: RegExp;
  readonly isNamed: (argument: string) => boolean;
}

const named =
  (pattern: RegExp): Kind["isNamed"] =>
  (argument) =>
    pattern.test(argument);
const amountKeys = new AmountKeys();
const KINDS: readonly Kind[] = [
  {
    field: "amount",
    conditions: /^(?:amount_.*|max_total)$/,
    isNamed: (argument) => amountKeys.meaningOf(argument) !== "other",
  },
  { field: "currency", conditions: /^currency$/, isNamed: named(/currency/i) },
  { field: "table", conditions: /^table$/, isNamed: named(/table|sql|query|statement/i) },
  { field: "sql", conditions: /^sql$/, isNamed: named(/sql|query|statement/i) },
  { field: "command", conditions: /^command$/, isNamed: named(/command|cmd|script|arg|input/i) },
  {
    field: "path",
    conditions: /^path_/,
    isNamed: named(/path|file|dir|folder|source|dest|target/i),
  },
  { field: "url", conditions: /^url$/, isNamed: named(/ur[il]|link|href|endpoint|host|address/i) },
];

/**
 * Conditions that may not find their value: those of a rule over a wildcard that holds calls back, where
 * another wildcard lets them through: there a missing value means that the rule does not hold; and those over capabilities whose arguments the policy
 * itself lists, none of which has a name that such a value goes by.
 */
export function undeclaredValues(document: PolicyDocument): readonly LintFinding[] {
  return document.rules.flatMap((rule) =>
    KINDS.filter(({ conditions }) => rule.conditions.some(({ key }) => conditions.test(key)))
      .map((kind) => doubtOf(rule, kind, document))
      .filter((message) => message !== undefined)
      .map((message) => ruleFinding(rule, "undeclared_value", message)),
  );
}

function doubtOf(rule: Rule, kind: Kind, document: PolicyDocument): string | undefined {
  const { field, isNamed } = kind;
  const open = rule.patterns.filter((pattern) => !isDeclared(pattern, field, document));
  if (open.length === 0) return undefined;
  const broad = open.filter((pattern) => !isConcrete(pattern));
  if (!permits(rule) && broad.some((pattern) => isBroadlyAllowed(pattern, kind, document)))
    return `does not hold for calls in which no ${field} is found; name the capabilities, or say in fields where it is`;
  for (const pattern of open) {
    const known = listedArguments(pattern, document);
    if (known.length > 0 && !known.some(isNamed))
      return `none of the arguments the policy lists for "${pattern.join(".")}" is known to be its ${field}; say in fields where it is`;
  }
  return undefined;
}

/** Whether a rule lets calls through by a wildcard, of which nobody has thought one by one, whatever their value. */
function isBroadlyAllowed(
  pattern: CapabilityPattern,
  { conditions }: Kind,
  { rules }: PolicyDocument,
): boolean {
  return rules.some(
    (rule) =>
      permits(rule) &&
      !rule.conditions.some(({ key }) => conditions.test(key)) &&
      rule.patterns.some((other) => !isConcrete(other) && overlaps(other, pattern)),
  );
}

function isDeclared(
  pattern: CapabilityPattern,
  field: keyof DeclaredFields,
  { fields }: PolicyDocument,
): boolean {
  return fields.some((one) => one.fields[field] !== undefined && overlaps(one.pattern, pattern));
}

/** The arguments that `only_args` of rules for the same capability list: calls with others are not meant. */
function listedArguments(pattern: CapabilityPattern, { rules }: PolicyDocument): readonly string[] {
  return rules
    .filter((rule) => permits(rule) && rule.patterns.some((other) => overlaps(other, pattern)))
    .flatMap(({ meaning }) => {
      if (!isJsonObject(meaning)) return [];
      const only = [meaning["only_args"] ?? []].flat().filter((name) => typeof name === "string");
      const pointers = isJsonObject(meaning["args"]) ? Object.keys(meaning["args"]) : [];
      const last = pointers.flatMap((pointer) => parsePointer(pointer)?.slice(-1) ?? []);
      return only.length === 0 ? [] : [...only, ...last];
    });
}
