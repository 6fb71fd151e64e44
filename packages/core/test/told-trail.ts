import type { Anchor, PublishedCheckpoint } from "../src/audit/anchor.ts";
import type { Change } from "../src/audit/change.ts";
import { generateSignerKey, readSignerKey, type SignerKey } from "../src/encoding/note/note-key.ts";
import type { RecordDraft } from "../src/audit/record.ts";
import type { ImmutableAuditTrail } from "../src/audit/trail.ts";
import type { MaybePromise } from "../src/maybe-promise.ts";

/** The key that signs. */
export const signer: SignerKey = readSignerKey(generateSignerKey("example.org/log"));

/** A record like any other, and a change that appends it. */
export const draft: RecordDraft = {
  kind: "outcome",
  decision: "d",
  outcome: "succeeded",
  time: "now",
};
export const change: Change = { records: [draft] };

/** Keeps what is published to it. */
export class KeepingAnchor implements Anchor {
  readonly name = "keeping";
  readonly published: PublishedCheckpoint[] = [];
  fails = false;
  readonly required: boolean;

  constructor(required = false) {
    this.required = required;
  }

  publish(checkpoint: PublishedCheckpoint): MaybePromise<void> {
    if (this.fails) throw new Error("no space");
    this.published.push(checkpoint);
  }

  kept(): readonly string[] {
    return this.published.slice(-1).map(({ note }) => note);
  }
}

/** The kinds of all records of a trail, in order. */
export async function kindsIn(trail: ImmutableAuditTrail): Promise<readonly string[]> {
  const kinds: string[] = [];
  for await (const record of trail.records()) kinds.push(record.kind);
  return kinds;
}
