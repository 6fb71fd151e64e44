import type { ApprovalRequest, Json } from "@capfence/core";
import { isRedacted, type Leaf, leavesOf } from "./leaves.ts";

/** What is compared of a call. */
export type ComparedCall = Pick<ApprovalRequest, "environment" | "context" | "payload">;

/** How one member of a call differs from that of an earlier one. */
export interface Difference {
  readonly sign: "+" | "-" | "~";
  /** A JSON Pointer into the payload, or the name of a fact about the call. */
  readonly name: string;
  readonly before?: Json;
  readonly after?: Json;
}

/** Facts that are other ones in every call or session, and say nothing of what is done. */
const PASSING = new Set(["sessionId", "toolCallId", "taskContext"]);

/** What of a call is not as it was in an earlier one, in the order of the call, what is gone last. */
export function differences(before: ComparedCall, after: ComparedCall): readonly Difference[] {
  const old = membersOf(before);
  const found: Difference[] = [];
  for (const [name, value] of membersOf(after)) {
    const former = old.get(name);
    old.delete(name);
    if (former === undefined) found.push({ sign: "+", name, after: value });
    else if (!isEqual(former, value)) found.push({ sign: "~", name, before: former, after: value });
  }
  return [
    ...found,
    ...Array.from(old, ([name, value]): Difference => ({ sign: "-", name, before: value })),
  ];
}

function membersOf({ environment, context, payload }: ComparedCall): Map<string, Json> {
  const facts: readonly (readonly [string, Json])[] = [
    ...(environment === undefined ? [] : [["environment", environment] as const]),
    ...Object.entries(context).filter(([name]) => !PASSING.has(name)),
  ];
  return new Map([
    ...facts,
    ...leavesOf(payload).map(({ pointer, value }: Leaf) => [pointer, value] as const),
  ]);
}

/** Two redacted values have salts of their own: nobody can tell without the key whether they differ. */
function isEqual(one: Json, other: Json): boolean {
  return JSON.stringify(one) === JSON.stringify(other) || (isRedacted(one) && isRedacted(other));
}

/** How many characters that are the same stay in front of a difference. */
const BEFORE = 24;

/** Two long texts without most of what both begin with, so that the difference is what is seen. */
export function fromDifference(before: Json, after: Json): readonly [Json, Json] {
  if (typeof before !== "string" || typeof after !== "string") return [before, after];
  let same = 0;
  while (same < before.length && before[same] === after[same]) same += 1;
  if (same <= BEFORE * 2) return [before, after];
  const from = same - BEFORE;
  return [`…${before.slice(from)}`, `…${after.slice(from)}`];
}
