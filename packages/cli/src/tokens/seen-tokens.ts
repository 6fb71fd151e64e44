import type { AuditRecord, StateVersion } from "@capfence/core";

/** A token that a log knows, as it stands there; in a damaged log anything may. */
export interface SeenToken {
  /** Of its last block, or of the block that was revoked. */
  readonly id: string;
  /** Of all its blocks. */
  readonly ids: readonly string[];
  readonly issuer?: unknown;
  readonly actors?: readonly unknown[];
  /** When a call last came with it, in milliseconds since the Unix epoch, and whether it was let through. */
  readonly used?: { readonly at: number; readonly authorized: boolean };
  /** The first of its blocks that was revoked. */
  readonly revoked?: StateVersion;
}

/** Collects the tokens that the decisions of a log name. */
export class SeenTokens {
  readonly #since: number;
  readonly #tokens = new Map<string, SeenToken>();

  /** Of calls from then on, in milliseconds since the Unix epoch. */
  constructor(since: number) {
    this.#since = since;
  }

  add(record: AuditRecord | undefined): void {
    if (record?.kind !== "decision" || record.token === undefined) return;
    const { token, time, authorized } = record;
    const at = Date.parse(time);
    const ids = textsIn(token["ids"]);
    const id = ids.at(-1);
    if (id === undefined || !(at >= this.#since)) return;
    const { issuer, actors } = token;
    this.#tokens.set(id, {
      id,
      ids,
      issuer,
      actors: Array.isArray(actors) ? actors : [],
      used: { at, authorized },
    });
  }

  /** All of them with what was revoked from then on, newest first. */
  with(revocations: readonly StateVersion[]): readonly SeenToken[] {
    const byId = new Map(revocations.map((one) => [one.id, one]));
    const seen = [...this.#tokens.values()].map((token): SeenToken => {
      const id = token.ids.find((one) => byId.has(one));
      const revoked = id === undefined ? undefined : byId.get(id);
      return { ...token, ...(revoked && { revoked }) };
    });
    const unseen = revocations
      .filter(({ id, time }) => !this.#tokens.has(id) && time >= this.#since)
      .map((revoked): SeenToken => ({ id: revoked.id, ids: [revoked.id], revoked }));
    return [...seen, ...unseen].toSorted((one, other) => newest(other) - newest(one));
  }
}

function newest({ used, revoked }: SeenToken): number {
  return Math.max(used?.at ?? 0, revoked?.time ?? 0);
}

function textsIn(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((one) => typeof one === "string") : [];
}
