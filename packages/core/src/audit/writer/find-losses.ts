import { AuditError } from "../../errors.ts";
import { eachWhenReady, type MaybePromise, whenReady } from "../../maybe-promise.ts";
import type { Anchor } from "../anchor.ts";
import type { AuditEntry } from "../entry.ts";
import type { Checkpoint } from "../note/checkpoint.ts";
import { readNote } from "../../encoding/note/note.ts";
import { readSignedCheckpoint, writerOf } from "../note/signed-checkpoint.ts";
import { recordIn } from "../read-record.ts";
import type { AcceptedLoss } from "../record.ts";
import type { AuditStore } from "../store.ts";
import { firstEntry } from "./first-entry.ts";

/** A checkpoint that an anchor keeps and a log no longer holds up to. */
export interface Loss extends AcceptedLoss {
  readonly message: string;
}

/**
 * Compares what the anchors keep with a log, by the records that hold the same checkpoints: quick, however long the
 * log is. Records changed between two checkpoints are for verification to find. Writers that are not in the log are
 * looked for in the one before it.
 */
export function findLosses(
  store: AuditStore,
  anchors: readonly Anchor[],
  before?: AuditStore,
): MaybePromise<readonly Loss[]> {
  const losses = eachWhenReady(anchors, (anchor) =>
    whenReady(anchor.kept?.() ?? [], (notes) =>
      eachWhenReady(notes, (note) => findLoss(store, anchor, { note, before })),
    ),
  );
  return whenReady(losses, (found) => found.flat().flatMap((loss) => loss ?? []));
}

function findLoss(
  store: AuditStore,
  anchor: Anchor,
  { note, before }: { readonly note: string; readonly before?: AuditStore | undefined },
): MaybePromise<Loss | undefined> {
  const signed = readSignedCheckpoint(note);
  if (signed === undefined)
    throw new AuditError(`the anchor "${anchor.name}" keeps something that is not a checkpoint`);
  const {
    checkpoint,
    note: { text },
  } = signed;
  const { origin, size } = checkpoint;
  const writer = writerOf(origin);
  return whenReady(store.head(writer), (head) => {
    if (head === undefined && before !== undefined) return findLoss(before, anchor, { note });
    const found = head?.seq ?? 0;
    const loss = (what: string): Loss => ({
      origin,
      size,
      found,
      message: `${what}, but the anchor "${anchor.name}" holds a checkpoint over ${size}`,
    });
    if (found <= size) return loss(describeFound(checkpoint, writer, found));
    return whenReady(firstEntry(store.entries(writer, size + 1)), (entry) =>
      entry !== undefined && checkpointText(entry) === text
        ? undefined
        : loss(`writer ${writer} has other records than it had`),
    );
  });
}

function describeFound({ size }: Checkpoint, writer: string, found: number): string {
  if (found === 0) return `the records of writer ${writer} are gone`;
  // The record of a checkpoint follows those that it is over.
  return `writer ${writer} has ${found} records and should have at least ${size + 1}`;
}

function checkpointText(entry: AuditEntry): string | undefined {
  const record = recordIn(entry);
  return record?.kind === "checkpoint" && typeof record.note === "string"
    ? readNote(record.note)?.text
    : undefined;
}
