import type { EventView } from "../event-view.ts";
import { AmountGroup, amountCondition } from "./amount-group.ts";
import { LiteralGroup, literalCondition } from "./literal-group.ts";
import { Finding, type Member, type MemberGroup } from "./member.ts";

/** Below this many rules of a kind, asking each in turn is faster than looking them up together. */
const GROUP_MINIMUM = 8;

const NOTHING: Finding = Object.freeze(new Finding());

/** The rules of one section that bear on one capability, arranged so that cost does not grow with their number. */
export class SectionIndex {
  readonly members: readonly Member[];
  readonly #single: readonly Member[];
  readonly #groups: readonly MemberGroup[];

  constructor(members: readonly Member[], restricts: boolean) {
    const literal = restricts
      ? members.filter((member) => literalCondition(member) !== undefined)
      : [];
    const amount = members.filter((member) => amountCondition(member) !== undefined);
    const groups: MemberGroup[] = [];
    const grouped = new Set<Member>();
    if (literal.length >= GROUP_MINIMUM) {
      groups.push(new LiteralGroup(literal));
      for (const member of literal) grouped.add(member);
    }
    if (amount.length >= GROUP_MINIMUM) {
      groups.push(new AmountGroup(amount, restricts));
      for (const member of amount) grouped.add(member);
    }
    this.members = members;
    this.#single = members.filter((member) => !grouped.has(member));
    this.#groups = groups;
  }

  /** The first rule that holds, and the first that might. */
  find(view: EventView): Finding {
    if (this.members.length === 0) return NOTHING;
    const finding = new Finding();
    for (const member of this.#single) {
      finding.consider(member, view);
      if (finding.certain !== undefined) break;
    }
    for (const group of this.#groups) group.consider(view, finding);
    return finding;
  }
}
