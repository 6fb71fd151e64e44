import { ContainsAny } from "../conditions/contains.ts";
import type { EventView } from "../event-view.ts";
import { LiteralSearch } from "./literal-search.ts";
import type { Finding, Member, MemberGroup } from "./member.ts";

/** The literal condition of a member that can be looked up together with others. */
export function literalCondition(member: Member): ContainsAny | undefined {
  return member.candidate.rule.conditions.find((condition) => condition instanceof ContainsAny);
}

/** Rules with a `contains` condition; one pass over the payload's texts finds the few that can hold. */
export class LiteralGroup implements MemberGroup {
  readonly #members: readonly Member[];
  readonly #search: LiteralSearch;
  /** For each literal, the members that ask for it. */
  readonly #owners: readonly (readonly Member[])[];

  constructor(members: readonly Member[]) {
    const owners = new Map<string, Member[]>();
    for (const member of members)
      for (const literal of literalCondition(member)?.literals ?? []) {
        const known = owners.get(literal);
        if (known === undefined) owners.set(literal, [member]);
        else known.push(member);
      }
    this.#members = members;
    this.#owners = [...owners.values()];
    this.#search = new LiteralSearch([...owners.keys()]);
  }

  consider(view: EventView, finding: Finding): void {
    // Where not finding a literal does not settle the matter, every member has its own say.
    if (view.facts.shell || view.lacksDeclaredText) {
      for (const member of this.#members) finding.consider(member, view);
      return;
    }
    const seen = new Set<number>();
    for (const text of view.lowerSpellings)
      this.#search.scan(text, (literal) => {
        if (seen.has(literal)) return;
        seen.add(literal);
        for (const member of this.#owners[literal] ?? []) finding.consider(member, view);
      });
  }
}
