import { compareDecimals, formatDecimal } from "../../encoding/decimal.ts";
import { limitOf, scopeOf } from "../compiled/limit-uses.ts";
import type { LimitCondition } from "../limits/limit-condition.ts";
import type { Rule } from "../rule.ts";
import type { SettingChange } from "./settings.ts";

/** A rule with a limit, and what it counts in which section. */
interface Counted {
  readonly rule: Rule;
  readonly limit: LimitCondition;
  readonly scope: string;
}

/** Where two policies differ in what they count and how far: no single call shows it. */
export function limitChanges(
  before: readonly Rule[],
  after: readonly Rule[],
): readonly SettingChange[] {
  const [old, recent] = [strictest(before), strictest(after)];
  return [...new Set([...old.keys(), ...recent.keys()])].flatMap((scope) =>
    changeOf(old.get(scope), recent.get(scope)),
  );
}

/** Of rules that count the same, the one that is exceeded first. */
function strictest(rules: readonly Rule[]): ReadonlyMap<string, Counted> {
  const found = new Map<string, Counted>();
  for (const rule of rules) {
    const limit = limitOf(rule);
    if (limit === undefined) continue;
    const scope = `${rule.section} ${scopeOf(rule, limit)}`;
    const known = found.get(scope);
    if (known === undefined || compareDecimals(limit.most, known.limit.most) < 0)
      found.set(scope, { rule, limit, scope });
  }
  return found;
}

function changeOf(
  before: Counted | undefined,
  after: Counted | undefined,
): readonly SettingChange[] {
  const shown = after ?? before;
  if (shown === undefined) return [];
  const order =
    before === undefined || after === undefined
      ? undefined
      : compareDecimals(after.limit.most, before.limit.most);
  if (order === 0) return [];
  const { rule, limit } = shown;
  return [
    {
      key: `${rule.reference.id}.${limit.key}`,
      before: before && describe(before),
      after: after && describe(after),
      loosens: order === undefined ? after === undefined : order > 0,
    },
  ];
}

/** In words; rules that count different calls may otherwise read alike. */
function describe({ rule, limit }: Counted): string {
  const about = rule.patterns.map((pattern) => pattern.join(".")).join(", ");
  const bound = `at most ${formatDecimal(limit.most)} per ${limit.window.text}`;
  const whose = limit.by.length === 0 ? "everybody together" : limit.by.join(", ");
  return `${rule.section} ${about}: ${bound} by ${whose}`;
}
