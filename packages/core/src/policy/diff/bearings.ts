import { canonicalJson } from "../../encoding/canonical-json.ts";
import { restricts } from "../decision.ts";
import type { PolicyDocument } from "../document/document.ts";
import type { Rule } from "../rule.ts";
import { meaningOf, readsEnvironment, riskActions } from "./bearing-rules.ts";
import type { Bearing } from "./cells.ts";

/** Which rules one policy has and the other has not. */
export function changedRules(
  before: PolicyDocument,
  after: PolicyDocument,
): (rule: Rule) => boolean {
  const [old, recent] = [before, after].map(({ rules }) => new Set(rules.map(meaningOf)));
  return (rule) => {
    const meaning = meaningOf(rule);
    return old?.has(meaning) !== true || recent?.has(meaning) !== true;
  };
}

/** The patterns of both policies, those marked behind which something differs. */
export function allBearings(
  before: PolicyDocument,
  after: PolicyDocument,
  isChanged: (rule: Rule) => boolean,
): readonly Bearing[] {
  const differs = (read: (document: PolicyDocument) => string): boolean =>
    read(before) !== read(after);
  const fields = differs(declaredFields);
  const environments = differs(environmentNames);
  const everywhere = { pattern: ["*"], aliased: false, changed: true };
  return [
    ...(differs((document) => canonicalJson(riskActions(document))) ? [everywhere] : []),
    ...[before, after].flatMap((document) =>
      bearingsOf(
        document,
        (rule) => isChanged(rule) || (environments && readsEnvironment(rule)),
        fields,
      ),
    ),
  ];
}

function bearingsOf(
  document: PolicyDocument,
  isChanged: (rule: Rule) => boolean,
  fieldsChanged: boolean,
): readonly Bearing[] {
  return [
    ...document.rules.flatMap((rule) =>
      rule.patterns.map((pattern) => ({
        pattern,
        aliased: restricts(rule.section),
        changed: isChanged(rule),
      })),
    ),
    ...document.fields.map(({ pattern }) => ({ pattern, aliased: false, changed: fieldsChanged })),
  ];
}

function declaredFields({ fields }: PolicyDocument): string {
  return canonicalJson(
    fields.map((one) => ({ pattern: [...one.pattern], fields: { ...one.fields } })),
  );
}

/** Every environment that a policy names, since one that it does not know is uncertain. */
function environmentNames({ environments, rules }: PolicyDocument): string {
  const inRules = rules.filter(readsEnvironment).map(meaningOf);
  return JSON.stringify([...new Set([...environments, ...inRules])].toSorted());
}
