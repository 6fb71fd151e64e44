import { ConfigurationError } from "@capfence/core";
import type { JWTPayload } from "jose";
import type { JwtSettings } from "../config/settings.ts";
import { identityOf } from "./identity-of.ts";
import { AuthenticationFailure, type Principal } from "./principal.ts";

/** Who acts, by the claims of a token that is valid; a claim that is missing or unusable is refused, not left out. */
export function claimedActor(
  claims: JWTPayload,
  names: JwtSettings["claims"],
  environment: string | undefined,
  challenge: string,
): Principal["identity"] {
  const textOf = (name: string): string => {
    const value = claims[name];
    if (typeof value === "string") return value;
    throw refused(`its claim "${name}" must be text`, challenge);
  };
  const { actor, tenant, role } = names;
  try {
    return identityOf({
      actor: textOf(actor),
      ...(environment === undefined ? {} : { environment }),
      ...(tenant === undefined ? {} : { tenant: textOf(tenant) }),
      ...(role === undefined ? {} : { role: textOf(role) }),
    });
  } catch (cause) {
    if (!(cause instanceof ConfigurationError)) throw cause;
    throw refused(cause.message, challenge, { cause });
  }
}

function refused(
  problem: string,
  challenge: string,
  options?: ErrorOptions,
): AuthenticationFailure {
  const message = `the token does not say who acts: ${problem}`;
  return new AuthenticationFailure(message, 401, challenge, options);
}
