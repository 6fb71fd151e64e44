import type { EventView } from "../payload/event-view.ts";
import { AmountGroup, amountCondition } from "./amount-group.ts";
import { LiteralGroup, literalCondition } from "./literal-group.ts";
import type { LiteralIndex } from "../literals/literal-index.ts";
import type { Finding, Member } from "./member.ts";

const NOBODY: readonly Member[] = [];

/** The rules of one section that bear on one capability, arranged so that cost does not grow with their number. */
export class SectionIndex {
  readonly members: readonly Member[];
  readonly #single: readonly Member[];
  readonly #literals: LiteralGroup | undefined;
  readonly #amounts: AmountGroup | undefined;

  /** `literals` is the index that the sections of one capability share. */
  constructor(members: readonly Member[], restricts: boolean, literals: LiteralIndex) {
    const literal = members.filter((member) => literalCondition(member) !== undefined);
    const amount = members.filter((member) => amountCondition(member) !== undefined);
    const grouped = new Set<Member>();
    if (literal.length > 0) {
      this.#literals = new LiteralGroup(literal, restricts, literals);
      for (const member of literal) grouped.add(member);
    }
    if (amount.length > 0) {
      this.#amounts = new AmountGroup(amount, restricts);
      for (const member of amount) grouped.add(member);
    }
    this.members = members;
    const single = members.filter((member) => !grouped.has(member));
    // Most capabilities have none; one list for all of those is always at hand.
    this.#single = single.length === 0 ? NOBODY : single;
  }

  /** Puts the first rule that holds, and the first that might, in the place of what `finding` held. */
  find(view: EventView, finding: Finding): Finding {
    finding.clear();
    for (const member of this.#single) {
      finding.consider(member, view);
      if (finding.certain !== undefined) break;
    }
    if (this.#literals !== undefined) this.#literals.consider(view, finding);
    if (this.#amounts !== undefined) this.#amounts.consider(view, finding);
    return finding;
  }
}
