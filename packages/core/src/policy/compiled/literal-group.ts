import type { Condition } from "../conditions/condition.ts";
import { ContainsAny, EveryTextContains } from "../conditions/contains.ts";
import type { EventView } from "../payload/event-view.ts";
import { TRUE, type Truth, UNCERTAIN } from "../truth.ts";
import { LiteralIndex } from "../literals/literal-index.ts";
import type { Finding, Member, MemberGroup } from "./member.ts";
import { isPlainCommand } from "./plain-command.ts";
import { OTHER, WORDS } from "../literals/writing.ts";

/** The literal condition of a member that can be looked up together with others. */
export function literalCondition(member: Member): ContainsAny | EveryTextContains | undefined {
  return member.candidate.rule.conditions.find(
    (condition) => condition instanceof ContainsAny || condition instanceof EveryTextContains,
  );
}

/** One index for all literals that these members look for; `shell` says whether it is for calls that run commands. */
export function indexLiterals(members: readonly Member[], shell: boolean): LiteralIndex {
  const conditions = members.map(literalCondition).filter((condition) => condition !== undefined);
  return new LiteralIndex(
    conditions.flatMap((condition) =>
      shell ? [...condition.literals, ...programsOf(condition)] : condition.literals,
    ),
    conditions.every((condition) => condition.tidy),
  );
}

/** Rules with a `contains` condition; one pass over the payload's texts finds the few that can hold. */
export class LiteralGroup implements MemberGroup {
  readonly #members: readonly LiteralMember[];
  readonly #index: LiteralIndex;
  readonly #restricts: boolean;
  /** For each literal of the index, the members that ask for it. */
  readonly #owners: Owners;
  /** For each literal of the index, the members that ask for a command of this program. */
  readonly #callers: Owners;

  constructor(members: readonly Member[], restricts: boolean, index: LiteralIndex) {
    this.#members = members.flatMap((member) => {
      const condition = literalCondition(member);
      if (condition === undefined) return [];
      const { conditions } = member.candidate.rule;
      return [{ member, condition, others: conditions.filter((other) => other !== condition) }];
    });
    this.#restricts = restricts;
    this.#index = index;
    this.#owners = ownersIn(index, this.#members, literalsOf);
    this.#callers = ownersIn(index, this.#members, programsOf);
  }

  consider(view: EventView, finding: Finding): void {
    const { found, writing } = view.literalHits(this.#index);
    if (this.#restricts) {
      if (found.length > 0) {
        this.#considerFound(found, TRUE, view, finding);
        if (finding.certain === this.#members[0]?.member) return;
      }
      // Where not finding a literal does not settle the matter, every member has its own say.
      if (view.facts.shell) this.#considerCommands(view, finding);
      else if (view.lacksDeclaredText) this.#considerUncertain(true, view, finding);
      if (writing === OTHER && view.unfoldable) this.#considerUncertain(false, view, finding);
    } else if (found.length > 0) {
      // Permitting, every text needs a literal; that is settled only where there is one text in one spelling.
      const settled = view.texts.length === 1 && writing !== OTHER;
      this.#considerFound(found, settled ? TRUE : undefined, view, finding);
    } else if (view.texts.length === 0) this.#considerUncertain(true, view, finding);
  }

  /** `truth` is that of the literal condition, where it is settled. */
  #considerFound(
    found: readonly number[],
    truth: Truth | undefined,
    view: EventView,
    finding: Finding,
  ): void {
    for (const literal of found)
      for (const { member, others } of this.#owners[literal] ?? NOBODY)
        if (truth === undefined) finding.consider(member, view);
        else finding.consider(member, view, others, truth);
  }

  /** Considers every member with its literals uncertain, or `absent` as its rule takes that. */
  #considerUncertain(absent: boolean, view: EventView, finding: Finding): void {
    for (const { member, others } of this.#members) {
      // None of them can hold, so the first that might is all there is to find.
      if (finding.uncertain !== undefined && finding.uncertain.place <= member.place) return;
      finding.consider(member, view, others, absent ? member.candidate.absent : UNCERTAIN);
    }
  }

  /** As `ContainsAny.whenNotFound`, for all members at once. */
  #considerCommands(view: EventView, finding: Finding): void {
    const { found, writing } = view.literalHits(this.#index);
    if (
      writing === WORDS &&
      view.facts.fields === undefined &&
      isPlainCommand(view.event.payload)
    ) {
      this.#considerCallers(found, view, finding);
      return;
    }
    const shell = view.shell;
    const lines = shell.commands.map((command) => command.join(" ").toLowerCase());
    const inLines = this.#index.hitsInTexts(lines).found;
    this.#considerFound(inLines, TRUE, view, finding);
    this.#considerCallers(inLines, view, finding);
    if (!shell.found) this.#considerUncertain(true, view, finding);
    else if (shell.opaque !== undefined) this.#considerUncertain(false, view, finding);
  }

  #considerCallers(found: readonly number[], view: EventView, finding: Finding): void {
    for (const literal of found)
      for (const { member } of this.#callers[literal] ?? NOBODY) finding.consider(member, view);
  }
}

interface LiteralMember {
  readonly member: Member;
  readonly condition: ContainsAny | EveryTextContains;
  readonly others: readonly Condition[];
}

type Owners = readonly (readonly LiteralMember[])[];

const NOBODY: readonly LiteralMember[] = [];

function ownersIn(
  index: LiteralIndex,
  members: readonly LiteralMember[],
  literals: (condition: LiteralMember["condition"]) => readonly string[],
): Owners {
  // An entry for every literal: reading past the end or a hole is slow.
  const owners: LiteralMember[][] = Array.from({ length: index.size }, () => []);
  for (const member of members)
    for (const literal of literals(member.condition))
      owners[index.numberOf(literal) ?? -1]?.push(member);
  return owners;
}

function literalsOf(condition: LiteralMember["condition"]): readonly string[] {
  return condition.literals;
}

function programsOf(condition: LiteralMember["condition"]): readonly string[] {
  return condition instanceof ContainsAny ? condition.programs : [];
}
