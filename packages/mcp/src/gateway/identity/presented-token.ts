import { AuthenticationFailure } from "./principal.ts";

/** Longer than any token that fits into the headers of an HTTP request. */
const MOST_CHARACTERS = 16 * 1024;

/**
 * The bearer token of a request; undefined if there is none. Throws `AuthenticationFailure` for a header that two
 * readers could read differently, such as one that stood there twice and was joined.
 */
export function presentedToken(
  headers: Readonly<Record<string, string | undefined>>,
): string | undefined {
  const header = headers["authorization"];
  if (header === undefined) return undefined;
  if (header.length > MOST_CHARACTERS)
    throw malformed(`the header Authorization is longer than ${MOST_CHARACTERS} characters`);
  const [scheme = "", token, ...more] = header.trim().split(/ +/);
  // Another scheme proves nothing here; the challenge says what would.
  if (scheme.toLowerCase() !== "bearer") return undefined;
  if (token === undefined || more.length > 0 || !/^[A-Za-z0-9\-._~+/]+=*$/.test(token))
    throw malformed("the header Authorization must be Bearer and one token");
  return token;
}

function malformed(message: string): AuthenticationFailure {
  return new AuthenticationFailure(message, 400, 'Bearer error="invalid_request"');
}
