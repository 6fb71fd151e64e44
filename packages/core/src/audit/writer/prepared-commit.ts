import { applyTransitions, readsOf } from "../../approvals/apply-transition.ts";
import { StateOverlay } from "../../state/overlay.ts";
import { NO_READS, type StateReader, type StateReads } from "../../state/store.ts";
import type { StateVersion } from "../../state/version.ts";
import type { Transition } from "../../approvals/transition.ts";
import { AuditError } from "../../errors.ts";
import type { Change, CommitResult } from "../change.ts";
import type { AuditEntry } from "../entry.ts";
import type { DecisionRecord, RecordDraft } from "../record.ts";
import type { Commit, Insertions } from "../store.ts";
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
  readonly reads: StateReads;
  /** Throws `TypeError` when it is called twice. */
  readonly insertions: Commit["insertions"];
  readonly #writer: LogWriter;
  readonly #changes: readonly Change[];
  readonly #plan: CommitPlan;
  #results: readonly CommitResult[] | undefined;
  #checkpoint: MadeCheckpoint | undefined;

  constructor(writer: LogWriter, changes: readonly Change[], plan: CommitPlan) {
    this.#writer = writer;
    this.#changes = changes;
    this.#plan = plan;
    this.insertions = (state) => this.#insert(state);
    const transitions = changes.flatMap((change) => change.transitions ?? NOTHING);
    this.reads = transitions.length === 0 ? NO_READS : readsOf(transitions);
  }

  #insert(state: StateReader): Insertions {
    if (this.#results !== undefined)
      throw new TypeError("the store must ask for the insertions of a commit once");
    const entries = this.#plan.first.map((draft) => this.#writer.link(draft));
    const link = (draft: RecordDraft): AuditEntry => {
      if (draft.kind === "decision" && draft.policyDigest !== this.#writer.policyDigest)
        entries.push(this.#policyChange(draft));
      const entry = this.#writer.link(draft);
      entries.push(entry);
      return entry;
    };
    const overlay = new StateOverlay(state);
    this.#results = this.#changes.map(({ transitions = NOTHING, records }): CommitResult => {
      const versions = transitions.length === 0 ? NOTHING : versionsOf(overlay, transitions);
      if (versions === undefined) return undefined;
      overlay.add(versions);
      return records.map(link);
    });
    const checkpoint = this.#plan.checkpointDue()
      ? this.#writer.checkpoint(this.#plan.now())
      : undefined;
    if (checkpoint !== undefined) entries.push(checkpoint.entry);
    this.#checkpoint = checkpoint?.made;
    return { versions: overlay.added, entries };
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

const NOTHING: readonly never[] = [];

/** What cannot be read applies to nothing: whoever asked reads it too, and is told. */
function versionsOf(
  state: StateReader,
  transitions: readonly Transition[],
): readonly StateVersion[] | undefined {
  try {
    return applyTransitions(state, transitions);
  } catch (error) {
    if (error instanceof AuditError || error instanceof RangeError) return undefined;
    throw error;
  }
}
