import type { Headers } from "../wire/envelope.ts";
import { AuthenticationFailure, type Authenticator, type Principal } from "./principal.ts";

/**
 * Who stands behind an HTTP request, by headers that each stand there once. Tokens in the query are refused, since URLs
 * are logged. Rejects with `AuthenticationFailure`.
 */
export async function authenticateRequest(
  authenticator: Authenticator,
  headers: Headers,
  url = "",
): Promise<Principal> {
  const query = url.indexOf("?");
  if (query >= 0 && new URLSearchParams(url.slice(query)).has("access_token"))
    throw new AuthenticationFailure(
      "a token belongs in the header Authorization, not in the query",
      400,
      'Bearer error="invalid_request"',
    );
  return authenticator.authenticate(headers);
}
