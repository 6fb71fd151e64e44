import type { JsonObject } from "../encoding/json.ts";
import { type VerifierKey, writeVerifierKey } from "../encoding/note/note-key.ts";

/** Whose capability tokens count, and how, as the policy's `tokens:` says. */
export interface TokenSettings {
  /** The keys of those who issue tokens; several keys of one name are one issuer's old and new ones. */
  readonly issuers: readonly VerifierKey[];
  /** The name of this gate, which tokens that name gates must name. */
  readonly audience: string;
  /** Whether no call passes without a token. */
  readonly required: boolean;
  /** Whether tokens count that are not bound to a holder. */
  readonly bearer: boolean;
  /** The longest that a token may last from the time it was issued. */
  readonly longestSeconds: number;
  readonly file: string;
  readonly line: number;
}

/** What the settings mean, in whatever order the issuers are listed. */
export function tokensMeaning(settings: TokenSettings): JsonObject {
  const { issuers, audience, required, bearer, longestSeconds } = settings;
  return {
    issuers: issuers.map(writeVerifierKey).toSorted(),
    audience,
    required,
    bearer,
    longestSeconds,
  };
}
