import { readFact } from "../action/context.ts";
import type { ImmutableAuditTrail } from "../audit/trail.ts";
import { timeText } from "../encoding/time-text.ts";
import { ConfigurationError } from "../errors.ts";
import type { TokenRevocation } from "../tokens/token-state.ts";

/** Who takes a token back, and why. */
export type RevokeTokenInput = Omit<TokenRevocation, "at">;

/** Takes a block of a token back; false where it was taken back before. Revoking needs no key: it only narrows. */
export async function revokeToken(
  trail: ImmutableAuditTrail,
  id: string,
  revocation: TokenRevocation,
): Promise<boolean> {
  if (!/^tok_[0-9a-f]{32}$/.test(id))
    throw new ConfigurationError(
      `"${id}" is not the id of a token, such as tok_ and 32 hex digits; inspect the token for it`,
    );
  const by = readFact("by", revocation.by);
  const reason =
    revocation.reason === undefined ? undefined : readFact("reason", revocation.reason);
  const entries = await trail.append({
    transitions: [{ type: "revoke_token", id, revocation: { ...revocation, by } }],
    records: [
      {
        kind: "revocation",
        time: timeText(revocation.at),
        token: id,
        by,
        ...(reason === undefined ? {} : { reason }),
      },
    ],
  });
  return entries !== undefined;
}
