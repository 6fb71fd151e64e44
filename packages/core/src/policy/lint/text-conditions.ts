import { isJsonObject, type Json } from "../../encoding/json.ts";
import type { CapabilityPattern } from "../capability-pattern.ts";
import { CONDITIONS } from "../conditions/registry.ts";
import { type LintFinding, permits, ruleFinding } from "./finding.ts";
import type { Rule } from "../rule.ts";
import { isShellCapability } from "../shell/reading.ts";

const TEXT_CONDITIONS: readonly string[] = ["contains", "match_keywords", "match_regex"];

/** Values that have a grammar of their own, and the condition that reads it where a release has one. */
interface Language {
  readonly name: string;
  readonly parsedBy: string;
  /** What a text that matches may do besides. */
  readonly besides: string;
  readonly isMeant: (segments: CapabilityPattern) => boolean;
}

const oneOf = (words: string): ((segments: CapabilityPattern) => boolean) => {
  const known = new Set(words.split(" "));
  return (segments) => segments.slice(0, 2).some((segment) => known.has(segment));
};

const LANGUAGES: readonly Language[] = [
  {
    name: "shell command",
    parsedBy: "command",
    besides: 'a second command after ";"',
    isMeant: isShellCapability,
  },
  {
    name: "SQL statement",
    parsedBy: "sql",
    besides: "a second statement",
    isMeant: oneOf("sql database db postgres postgresql mysql sqlite"),
  },
  {
    name: "path",
    parsedBy: "path_within",
    besides: 'a ".." that leads elsewhere',
    isMeant: oneOf("filesystem file files fs path"),
  },
  {
    name: "URL",
    parsedBy: "url",
    besides: "another host behind the one it names",
    isMeant: oneOf("http https url web browser network fetch"),
  },
];

/** A pattern that is nothing but a list of whole texts. */
const EXACT = /^\^(?:[\w /=:,@-]|\\[./-])*\$$|^\^\((?:\?:)?(?:[\w /=:,@|-]|\\[./-])*\)\$$/;

/** Text conditions that stand guard over values whose meaning is not their text. */
export function textConditions(rule: Rule): readonly LintFinding[] {
  const language = LANGUAGES.find(({ isMeant }) => rule.patterns.some(isMeant));
  if (language === undefined) return [];
  const keys = rule.conditions.map(({ key }) => key).filter((key) => TEXT_CONDITIONS.includes(key));
  const parsed = CONDITIONS.has(language.parsedBy)
    ? `; use ${language.parsedBy}, which parses it`
    : "";
  return keys
    .filter((key) => !permits(rule) || !isExact(rule.meaning, key))
    .map((key) => {
      const message = `${key} reads a ${language.name} as text: ${hazard(rule, language)}${parsed}`;
      return ruleFinding(rule, "text_condition", message);
    });
}

function isExact(meaning: Json, key: string): boolean {
  const written = isJsonObject(meaning) ? meaning[key] : undefined;
  const patterns: readonly unknown[] = Array.isArray(written) ? written : [written];
  return key === "match_regex" && patterns.every((pattern) => EXACT.test(String(pattern)));
}

function hazard(rule: Rule, { name, parsedBy, besides }: Language): string {
  if (permits(rule)) return `it allows every call whose text matches, which may hold ${besides}`;
  if (parsedBy === "command")
    return `it also ${rule.section === "deny" ? "denies" : "asks about"} what it cannot read, such as variables`;
  return `it does not see the same ${name} in another spelling; allow what is wanted rather than deny what is not`;
}
