import { ConfigurationError } from "../errors.ts";

const NAMES = ["untrusted", "external", "internal", "system"] as const;

/** How far the source of a call is trusted, by rank (0 to 3) or name. */
export type TrustLevel = 0 | 1 | 2 | 3 | (typeof NAMES)[number];

/** What a trust level may be, for an error message. */
export const TRUST_LEVELS = "a whole number from 0 to 3, untrusted, external, internal or system";

/** A trust level as its rank, from 0 (untrusted) to 3 (system); undefined for anything else. */
export function trustRank(value: unknown): 0 | 1 | 2 | 3 | undefined {
  const rank = typeof value === "string" ? NAMES.findIndex((name) => name === value) : value;
  return rank === 0 || rank === 1 || rank === 2 || rank === 3 ? rank : undefined;
}

/** The rank of a trust level that the host asserts. Throws `ConfigurationError` for anything else. */
export function readTrust(value: unknown): 0 | 1 | 2 | 3 {
  const rank = trustRank(value);
  if (rank !== undefined) return rank;
  const given =
    typeof value === "string" || typeof value === "number"
      ? JSON.stringify(value)
      : `a value of type ${typeof value}`;
  throw new ConfigurationError(`trust must be ${TRUST_LEVELS}, got ${given}`);
}
