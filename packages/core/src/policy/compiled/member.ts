import type { Condition } from "../conditions/condition.ts";
import type { Decision } from "../decision.ts";
import { type Candidate, evaluateCandidate } from "../rule.ts";
import type { EventView } from "../payload/event-view.ts";
import { TRUE, type Truth, UNCERTAIN } from "../truth.ts";

/** A candidate rule of one section, with the decision it gives when it holds. */
export interface Member {
  readonly candidate: Candidate;
  /** Its place among the members of its section: the least one is named as the reason. */
  readonly place: number;
  readonly decision: Decision;
}

/** The first member found true and the first found uncertain; mutable, because it is the inner loop's only result. */
export class Finding {
  certain: Member | undefined;
  uncertain: Member | undefined;

  clear(): void {
    this.certain = undefined;
    this.uncertain = undefined;
  }

  /**
   * Evaluates a member unless it could no longer be the first. Where some of its conditions are settled,
   * `open` are the others.
   */
  consider(member: Member, view: EventView, open?: readonly Condition[], settled?: Truth): void {
    if (this.certain !== undefined && this.certain.place <= member.place) return;
    this.note(member, evaluateCandidate(member.candidate, view, open, settled));
  }

  /** Takes in what a member's truth is. */
  note(member: Member, truth: Truth): void {
    if (truth === TRUE) {
      if (this.certain === undefined || member.place < this.certain.place) this.certain = member;
    } else if (truth === UNCERTAIN) {
      if (this.uncertain === undefined || member.place < this.uncertain.place)
        this.uncertain = member;
    }
  }
}

/** Members that share a kind of condition and are looked up together instead of one by one. */
export interface MemberGroup {
  consider(view: EventView, finding: Finding): void;
}
