import type { ApprovalTransition } from "../../approvals/request.ts";
import type { Change, CommitResult } from "../change.ts";
import type { AuditEntry } from "../entry.ts";
import type { DecisionRecord, RecordDraft } from "../record.ts";
import type { Commit } from "../store.ts";
import type { LogWriter, MadeCheckpoint } from "./log-writer.ts";

/** How a commit goes together, besides its changes. */
export interface CommitPlan {
  /** Records that must stand before all others. */
  readonly first: readonly RecordDraft[];
  /** Whether the changes are to be covered by a checkpoint of their own commit, told once they are linked. */
  readonly checkpointDue: () => boolean;
  /** RFC 3339. */
  readonly now: () => string;
}

/** What a decision says of the policy it was made by. */
type PolicyFacts = Pick<DecisionRecord, "policyDigest" | "mode" | "time">;

/** Changes on their way into the store: their records are linked once it is known which of them apply. */
export class PreparedCommit implements Commit {
  readonly transitions: readonly ApprovalTransition[];
  /** Throws `TypeError` when it is called twice, or with another number of answers than there are transitions. */
  readonly entries: Commit["entries"];
  readonly #writer: LogWriter;
  readonly #changes: readonly Change[];
  readonly #plan: CommitPlan;
  #results: readonly CommitResult[] | undefined;
  #checkpoint: MadeCheckpoint | undefined;

  constructor(writer: LogWriter, changes: readonly Change[], plan: CommitPlan) {
    this.#writer = writer;
    this.#changes = changes;
    this.#plan = plan;
    this.entries = (applied) => this.#link(applied);
    this.transitions = changes.flatMap(({ transition }) => transition ?? []);
  }

  #link(applied: readonly boolean[]): readonly AuditEntry[] {
    if (this.#results !== undefined || applied.length !== this.transitions.length)
      throw new TypeError(
        "the store must ask for the entries of a commit once, with an answer for each transition",
      );
    const linked = this.#plan.first.map((draft) => this.#writer.link(draft));
    const link = (draft: RecordDraft): AuditEntry => {
      if (draft.kind === "decision" && draft.policyDigest !== this.#writer.policyDigest)
        linked.push(this.#policyChange(draft));
      const entry = this.#writer.link(draft);
      linked.push(entry);
      return entry;
    };
    let transition = 0;
    this.#results = this.#changes.map((change): CommitResult =>
      change.transition !== undefined && applied[transition++] !== true
        ? undefined
        : change.records.map(link),
    );
    const checkpoint = this.#plan.checkpointDue()
      ? this.#writer.checkpoint(this.#plan.now())
      : undefined;
    if (checkpoint !== undefined) linked.push(checkpoint.entry);
    this.#checkpoint = checkpoint?.made;
    return linked;
  }

  /** The record that a decision is by another policy than the one before it. */
  #policyChange({ policyDigest, mode, time }: PolicyFacts): AuditEntry {
    this.#writer.policyDigest = policyDigest;
    return this.#writer.link({ kind: "policy", time, policyDigest, mode });
  }

  /** What became of each change. Throws `TypeError` if the store never asked for the entries: then it cannot have kept them. */
  get results(): readonly CommitResult[] {
    if (this.#results !== undefined) return this.#results;
    throw new TypeError("the store did not take the records");
  }

  /** The checkpoint that was made with the changes. */
  get checkpoint(): MadeCheckpoint | undefined {
    return this.#checkpoint;
  }
}
