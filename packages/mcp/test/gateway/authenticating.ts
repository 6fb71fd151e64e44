import { authenticatorFor } from "../../src/gateway/identity/authenticator-for.ts";
import {
  AuthenticationFailure,
  type Authenticator,
  type Principal,
} from "../../src/gateway/identity/principal.ts";
import type { IdentitySettings, JwtSettings } from "../../src/gateway/config/settings.ts";

/** Where the gateway of these tests is. */
export const BASE_URL = "http://127.0.0.1:8080/mcp";

/** Settings that take tokens of `https://issuer.example`. */
export function jwtSettings(
  jwks: JwtSettings["jwks"],
  more: Partial<JwtSettings> = {},
): IdentitySettings & { readonly jwt: JwtSettings } {
  const jwt: JwtSettings = {
    issuer: "https://issuer.example",
    audience: "https://gateway.example/mcp",
    jwks,
    algorithms: ["RS256", "PS256", "ES256", "EdDSA"],
    claims: { actor: "sub" },
    scopes: [],
    clockTolerance: 5000,
    ...more,
  };
  return { actor: "nobody", environment: "production", jwt };
}

/** Whose a token is to a gateway with these settings. */
export async function present(settings: IdentitySettings, token: string): Promise<Principal> {
  return presentTo(await authenticatorFor(settings, BASE_URL), token);
}

/** Whose a token is to an authenticator. */
export function presentTo(authenticator: Authenticator, token: string): Promise<Principal> {
  return authenticator.authenticate({ authorization: `Bearer ${token}` });
}

/** How a request was refused; undefined if it was not. */
export async function failureOf(
  principal: Promise<unknown>,
): Promise<AuthenticationFailure | undefined> {
  try {
    await principal;
    return undefined;
  } catch (error) {
    if (error instanceof AuthenticationFailure) return error;
    throw error;
  }
}
