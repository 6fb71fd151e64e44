import type { StateStore, StateVersion } from "@capfence/core";
import { printableValue } from "../printable.ts";
import { showMoment } from "../timestamp.ts";

/** The first of the blocks with these ids that was revoked, as a log has it; undefined where none was. */
export async function findRevocation(
  ids: readonly string[],
  storage: Pick<StateStore, "latest">,
): Promise<StateVersion | undefined> {
  const found = await Promise.all(ids.map(async (id) => storage.latest("token", id)));
  return found.find((version) => version !== undefined);
}

/** When a block was revoked, by whom and why. */
export function revocationWords(revocation: StateVersion): string {
  const { by, reason } = revocationFacts(revocation);
  const why = reason === undefined ? "" : `: ${printableValue(reason)}`;
  const who = by === undefined ? "" : ` by ${printableValue(by)}`;
  return `${showMoment(revocation.time)}${who}${why}`;
}

/** By whom a block was revoked, and why. In a damaged log anything may stand there; that it was revoked is certain. */
export function revocationFacts({ text }: StateVersion): {
  readonly by?: unknown;
  readonly reason?: unknown;
} {
  try {
    const { by, reason } = Object(JSON.parse(text)) as Record<string, unknown>;
    return { by, reason };
  } catch {
    return {};
  }
}
