import { madeOnce } from "../../made-once.ts";
import type { Decision, Section } from "../decision.ts";
import type { Candidate, Rule } from "../rule.ts";
import { type LimitMember, limitMembers } from "./limit-uses.ts";
import { indexLiterals } from "./literal-group.ts";
import { LiteralIndex } from "../literals/literal-index.ts";
import type { Member } from "./member.ts";
import { SectionIndex } from "./section-index.ts";

/** The candidates for one capability, by section. */
export interface Sections {
  readonly deny: SectionIndex;
  readonly approval: SectionIndex;
  readonly warn: SectionIndex;
  readonly allow: SectionIndex;
  /** Rules of deny and then of approval that count what calls use; undefined where there are none. */
  readonly limits: readonly LimitMember[] | undefined;
}

/** Makes sections, once for all capabilities that the same rules bear on: agents may ask for ever new ones. */
export class SectionsCache {
  readonly #places: ReadonlyMap<Rule, number>;
  readonly #decisionOf: (rule: Rule) => Decision;
  readonly #known = new Map<string, Sections>();

  constructor(rules: readonly Rule[], decisionOf: (rule: Rule) => Decision) {
    this.#places = new Map(rules.map((rule, place) => [rule, place]));
    this.#decisionOf = decisionOf;
  }

  /** `shell` says whether calls of the capability run commands. */
  sectionsOf(candidates: readonly Candidate[], shell: boolean): Sections {
    const key = `${shell}${candidates
      .map(({ rule, covers, absent }) => `,${this.#places.get(rule)}:${covers}${absent}`)
      .join("")}`;
    const known = this.#known.get(key);
    if (known !== undefined) return known;
    const sections = this.#make(candidates, shell);
    this.#known.set(key, sections);
    return sections;
  }

  clear(): void {
    this.#known.clear();
  }

  #make(candidates: readonly Candidate[], shell: boolean): Sections {
    const membersOf = (name: Section): readonly Member[] =>
      candidates
        .filter(({ rule }) => rule.section === name)
        .map((candidate, place) => ({
          candidate,
          place,
          decision: this.#decisionOf(candidate.rule),
        }));
    const deny = membersOf("deny");
    const approval = membersOf("require_approval");
    const warn = membersOf("warn");
    const allow = membersOf("allow");
    const literals = indexLiterals([...deny, ...approval, ...warn, ...allow], shell);
    return {
      deny: indexOf(deny, true, literals),
      approval: indexOf(approval, true, literals),
      warn: indexOf(warn, false, literals),
      allow: indexOf(allow, false, literals),
      limits: limitMembers([...deny, ...approval]),
    };
  }
}

const emptyIndex = madeOnce(() => new SectionIndex([], true, new LiteralIndex([], true)));

function indexOf(
  members: readonly Member[],
  restricts: boolean,
  literals: LiteralIndex,
): SectionIndex {
  return members.length === 0 ? emptyIndex() : new SectionIndex(members, restricts, literals);
}
