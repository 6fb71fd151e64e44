import { type AuditRecord, CapFenceError } from "@capfence/core";
import { readVerifierKey } from "@capfence/core/tlog";

/** Under which origin each writer's checkpoints are signed, as its first record says. */
export class CheckpointOrigins {
  readonly #origins = new Map<string, string>();

  /** The origin of a record's log; undefined for one that is not signed. */
  of(record: AuditRecord): string | undefined {
    const { writer } = record;
    const name = record.kind === "open" ? keyName(record.key) : undefined;
    if (name !== undefined) this.#origins.set(writer, `${name}/${writer}`);
    return this.#origins.get(writer);
  }
}

function keyName(key: unknown): string | undefined {
  try {
    return typeof key === "string" ? readVerifierKey(key).name : undefined;
  } catch (error) {
    if (error instanceof CapFenceError) return undefined;
    throw error;
  }
}
