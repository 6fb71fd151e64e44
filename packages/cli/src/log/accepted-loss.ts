import type { AcceptedLoss } from "@capfence/core";
import { printableValue } from "../printable.ts";

/** What was missing when somebody went on with a log all the same. */
export function acceptedLossLine(loss: AcceptedLoss): string {
  // In a log that was tampered with, anything may stand for it.
  const { origin, size, found } = Object(loss) as AcceptedLoss;
  return `accepted: ${printableValue(origin)} had at least ${printableValue(size)} records that a checkpoint is over; ${printableValue(found)} were found`;
}
