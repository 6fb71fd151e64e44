import { ConfigurationError } from "@capfence/core";
import { errors, type JWTPayload, jwtVerify, type JWTVerifyGetKey } from "jose";
import type { JwtSettings } from "../config/settings.ts";
import type { Challenges } from "./challenge.ts";
import { claimedActor } from "./claimed-actor.ts";
import { keySource } from "./key-source.ts";
import { AuthenticationFailure, type Principal } from "./principal.ts";
import type { TokenCheck } from "./token-check.ts";

/** Those whose keys may be public: with any other, whoever can check a token can make one. */
const ASYMMETRIC = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** Checks tokens of an authorization server (RFC 9068). Throws `ConfigurationError`. */
export async function issuedTokens(
  settings: JwtSettings,
  environment: string | undefined,
  { invalidToken, insufficientScope }: Challenges,
): Promise<TokenCheck> {
  const weak = settings.algorithms.find((algorithm) => !ASYMMETRIC.test(algorithm));
  if (weak !== undefined || settings.algorithms.length === 0)
    throw new ConfigurationError(
      `algorithms must be asymmetric ones such as RS256, PS256, ES256 or EdDSA, got "${weak ?? ""}"`,
    );
  const keys = await keySource(settings.jwks);
  return async (token) => {
    const claims = await verify(token, keys, settings, invalidToken);
    const granted = new Set(typeof claims["scope"] === "string" ? claims["scope"].split(" ") : []);
    if (!settings.scopes.every((scope) => granted.has(scope)))
      throw new AuthenticationFailure("the token lacks a scope", 403, insufficientScope);
    return principalOf(claims, settings, environment, invalidToken);
  };
}

async function verify(
  token: string,
  keys: JWTVerifyGetKey,
  { issuer, audience, algorithms, clockTolerance }: JwtSettings,
  challenge: string,
): Promise<JWTPayload> {
  try {
    const { payload, protectedHeader } = await jwtVerify(token, keys, {
      issuer,
      audience,
      algorithms: [...algorithms],
      clockTolerance: clockTolerance / 1000,
      requiredClaims: ["exp", "sub"],
    });
    if (!isAccessToken(protectedHeader.typ))
      throw new AuthenticationFailure("the token is no access token", 401, challenge);
    return payload;
  } catch (cause) {
    if (cause instanceof AuthenticationFailure) throw cause;
    if (isWrong(cause))
      throw new AuthenticationFailure(`the token is not valid: ${cause.message}`, 401, challenge, {
        cause,
      });
    throw new AuthenticationFailure("tokens cannot be checked now", 503, undefined, { cause });
  }
}

/** Many servers say `JWT`, which says no more than nothing; what says that it is another kind of token is one. */
function isAccessToken(typ: string | undefined): boolean {
  return typ === undefined || ["at+jwt", "application/at+jwt", "jwt"].includes(typ.toLowerCase());
}

const WRONG = [
  errors.JWTExpired,
  errors.JWTClaimValidationFailed,
  errors.JWTInvalid,
  errors.JWSInvalid,
  errors.JWSSignatureVerificationFailed,
  errors.JOSEAlgNotAllowed,
  errors.JOSENotSupported,
  errors.JWKSNoMatchingKey,
  errors.JWKSMultipleMatchingKeys,
];

/** Whether it is the token that is wrong; all else is the server's fault, or ours. */
function isWrong(cause: unknown): cause is Error {
  return WRONG.some((kind) => cause instanceof kind);
}

/** A token with other claims is another principal: a session that was opened in a role is for that role alone. */
function principalOf(
  claims: JWTPayload,
  { clockTolerance, claims: names }: JwtSettings,
  environment: string | undefined,
  challenge: string,
): Principal {
  const { iss, sub, exp = 0, client_id: client = null } = claims;
  const identity = claimedActor(claims, names, environment, challenge);
  return {
    key: `jwt:${JSON.stringify([iss, sub, client, identity])}`,
    identity,
    expiresAt: exp * 1000 + clockTolerance,
  };
}
