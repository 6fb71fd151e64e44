import type { IdentitySettings } from "../config/settings.ts";
import { type Challenges, challengesOf } from "./challenge.ts";
import { givenTokens } from "./given-tokens.ts";
import { identityOf } from "./identity-of.ts";
import { presentedToken } from "./presented-token.ts";
import { AuthenticationFailure, type Authenticator, type Principal } from "./principal.ts";
import type { TokenCheck } from "./token-check.ts";

/**
 * What finds out who stands behind requests to a gateway whose endpoint is `baseUrl`: everyone is the configured actor
 * where nothing is asked of connections. Throws `ConfigurationError`.
 */
export async function authenticatorFor(
  settings: IdentitySettings,
  baseUrl: string,
): Promise<Authenticator> {
  const { bearer, jwt, environment } = settings;
  if (bearer === undefined && jwt === undefined) {
    const principal = staticPrincipal(settings);
    return { authenticate: () => Promise.resolve(principal) };
  }
  const challenges = challengesOf(settings, baseUrl);
  const checks: TokenCheck[] = [];
  if (bearer !== undefined) checks.push(givenTokens(bearer, environment));
  if (jwt !== undefined) {
    const { issuedTokens } = await import("./issued-tokens.ts");
    checks.push(await issuedTokens(jwt, environment, challenges));
  }
  return { authenticate: (headers) => authenticate(headers, checks, challenges) };
}

/** Everyone who connects, where nothing is asked of connections. Throws `ConfigurationError`. */
export function staticPrincipal(settings: IdentitySettings): Principal {
  const identity = identityOf(settings);
  // Whoever it is after a change of the configuration is somebody else, with a capability token of their own.
  return { key: `static:${JSON.stringify(identity)}`, identity };
}

async function authenticate(
  headers: Readonly<Record<string, string | undefined>>,
  checks: readonly TokenCheck[],
  { nothingGiven, invalidToken }: Challenges,
): Promise<Principal> {
  const token = presentedToken(headers);
  if (token === undefined)
    throw new AuthenticationFailure("a bearer token is required", 401, nothingGiven);
  for (const check of checks) {
    // One after the other: tokens that the operator gave out must not wait for keys to be fetched.
    // oxlint-disable-next-line no-await-in-loop
    const principal = await check(token);
    if (principal !== undefined) return principal;
  }
  throw new AuthenticationFailure("the bearer token is not known", 401, invalidToken);
}
