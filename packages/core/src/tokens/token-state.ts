import { type MaybePromise, eachWhenReady, whenReady } from "../maybe-promise.ts";
import type { StateReader, StateStore } from "../state/store.ts";
import type { StateKind, StateVersion } from "../state/version.ts";

/** A token as state knows it. */
export interface TokenUse {
  /** The ids of its blocks. */
  readonly ids: readonly string[];
  /** Of the proof that came with it. */
  readonly nonce?: string;
  /** From then on it cannot be used, in milliseconds since the Unix epoch. */
  readonly until: number;
}

/** Who took a block of a token back, and why. */
export interface TokenRevocation {
  readonly by: string;
  readonly at: number;
  readonly reason?: string;
}

/** Why a token that was verified cannot be used. */
export type TokenState = "revoked" | "used" | "over";

/** What is kept of a token. */
export function subjectsOf({ ids, nonce }: TokenUse): readonly (readonly [StateKind, string])[] {
  const revoked = ids.map((id) => ["token", id] as const);
  return nonce === undefined ? revoked : [...revoked, ["proof", nonce]];
}

/** Why a token cannot be used now; undefined where it can. Throws or rejects where that cannot be read. */
export function stateOf(
  use: TokenUse,
  store: Pick<StateStore, "latest">,
  now: number,
): MaybePromise<TokenState | undefined> {
  const subjects = subjectsOf(use);
  return whenReady(
    eachWhenReady(subjects, ([kind, id]) =>
      whenReady(store.latest(kind, id), (found) => found?.kind),
    ),
    (found) => {
      if (found.includes("token")) return "revoked";
      if (found.includes("proof")) return "used";
      return now >= use.until ? "over" : undefined;
    },
  );
}

/** The versions that the use of a token adds, so that its proof is used once; undefined where it cannot be used. */
export function presentToken(
  state: StateReader,
  use: TokenUse & { readonly at: () => number },
): readonly StateVersion[] | undefined {
  const now = use.at();
  const { nonce, until } = use;
  if (now >= until || subjectsOf(use).some(([kind, id]) => state.latest(kind, id) !== undefined))
    return undefined;
  if (nonce === undefined) return [];
  return [versionOf("proof", nonce, now, String(until))];
}

/** The version that says for good that a block of a token was taken back; undefined where it was before. */
export function revokeToken(
  state: StateReader,
  id: string,
  revocation: TokenRevocation,
): readonly StateVersion[] | undefined {
  if (state.latest("token", id) !== undefined) return undefined;
  return [versionOf("token", id, revocation.at, JSON.stringify(revocation))];
}

function versionOf(kind: StateKind, id: string, time: number, text: string): StateVersion {
  return { kind, id, version: 1, key: "", time, text };
}
