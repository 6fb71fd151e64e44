import type { Hash } from "../merkle/hash.ts";
import type { AuditRecord } from "../record.ts";
import { checkCheckpoint, type CheckpointPlace } from "./checkpoint-check.ts";
import type { PlacedRow } from "./place-rows.ts";
import type { Row } from "./row.ts";

/**
 * The row that was recorded, of those that claim a place: the one that the next record vouches for with `vouched`, else
 * one that follows the record with the leaf hash `head` and, if it is a checkpoint, is signed.
 */
export function chooseRow(
  { candidates }: PlacedRow,
  vouched: string | undefined,
  head: string | undefined,
  place: CheckpointPlace,
): Row {
  const following = candidates.filter(({ record }) => record?.prev === head);
  const chosen =
    candidates.find(({ leafHex }) => leafHex === vouched) ??
    following.find(({ record }) => isSound(record, place)) ??
    following[0] ??
    candidates[0];
  return chosen as Row;
}

/** The root that a record says, if it is a checkpoint of this place. */
export function rootIn(record: AuditRecord | undefined, place: CheckpointPlace): Hash | undefined {
  return record?.kind === "checkpoint" ? checkCheckpoint(record, place).root : undefined;
}

function isSound(record: AuditRecord | undefined, place: CheckpointPlace): boolean {
  if (record?.kind !== "checkpoint") return true;
  const { root, whyUnsigned } = checkCheckpoint(record, place);
  return root !== undefined && whyUnsigned() === undefined;
}
