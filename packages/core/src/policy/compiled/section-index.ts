import type { EventView } from "../payload/event-view.ts";
import { AmountGroup, amountCondition } from "./amount-group.ts";
import { indexLiterals, LiteralGroup, literalCondition } from "./literal-group.ts";
import type { LiteralIndex } from "./literal-index.ts";
import { Finding, type Member } from "./member.ts";

const NOTHING: Finding = Object.freeze(new Finding());

/** The rules of one section that bear on one capability, arranged so that cost does not grow with their number. */
export class SectionIndex {
  readonly members: readonly Member[];
  readonly #single: readonly Member[];
  readonly #literals: LiteralGroup | undefined;
  readonly #amounts: AmountGroup | undefined;
  /** Used anew by each search; a decision is over before the next begins, and reads it before. */
  readonly #finding = new Finding();

  /** `literals` is the index that the sections of one capability share. */
  constructor(members: readonly Member[], restricts: boolean, literals?: LiteralIndex) {
    const literal = members.filter((member) => literalCondition(member) !== undefined);
    const amount = members.filter((member) => amountCondition(member) !== undefined);
    const grouped = new Set<Member>();
    if (literal.length > 0) {
      this.#literals = new LiteralGroup(literal, restricts, literals ?? indexLiterals(literal));
      for (const member of literal) grouped.add(member);
    }
    if (amount.length > 0) {
      this.#amounts = new AmountGroup(amount, restricts);
      for (const member of amount) grouped.add(member);
    }
    this.members = members;
    this.#single = members.filter((member) => !grouped.has(member));
  }

  /** The first rule that holds, and the first that might; until the next call. */
  find(view: EventView): Finding {
    return this.members.length === 0 ? NOTHING : this.#search(view);
  }

  #search(view: EventView): Finding {
    const finding = this.#finding;
    finding.certain = undefined;
    finding.uncertain = undefined;
    for (const member of this.#single) {
      finding.consider(member, view);
      if (finding.certain !== undefined) break;
    }
    if (this.#literals !== undefined) this.#literals.consider(view, finding);
    if (this.#amounts !== undefined) this.#amounts.consider(view, finding);
    return finding;
  }
}
