import { createHash, timingSafeEqual } from "node:crypto";
import { ConfigurationError } from "@capfence/core";
import type { BearerSettings } from "../config/settings.ts";
import { identityOf } from "./identity-of.ts";
import type { Principal } from "./principal.ts";
import type { TokenCheck } from "./token-check.ts";

/**
 * Checks tokens that the operator has given out. Tokens of the same actor, in the same role, are the same principal, so
 * one can replace another. Throws `ConfigurationError`.
 */
export function givenTokens(
  tokens: readonly BearerSettings[],
  environment: string | undefined,
): TokenCheck {
  const known = tokens.map((token) => readToken(token, environment));
  return (token) => {
    const digest = createHash("sha256").update(token).digest();
    let found: Principal | undefined;
    // All of them are looked at, so that the time taken says nothing.
    for (const { sha256, principal } of known)
      if (timingSafeEqual(sha256, digest)) found ??= principal;
    return Promise.resolve(found);
  };
}

function readToken(
  token: BearerSettings,
  environment: string | undefined,
): { readonly sha256: Buffer; readonly principal: Principal } {
  if (!/^[0-9a-f]{64}$/i.test(token.sha256))
    throw new ConfigurationError(
      `the token of "${token.actor}" must be given as its SHA-256, in 64 hexadecimal digits`,
    );
  return {
    sha256: Buffer.from(token.sha256, "hex"),
    principal: bearerPrincipal(token, environment),
  };
}

/** Who calls with a token that was given out. Throws `ConfigurationError`. */
export function bearerPrincipal(
  { sha256: _hash, capabilityToken: _stored, ...actor }: BearerSettings,
  environment: string | undefined,
): Principal {
  const identity = identityOf({ ...(environment === undefined ? {} : { environment }), ...actor });
  return { key: `bearer:${JSON.stringify(identity)}`, identity };
}
