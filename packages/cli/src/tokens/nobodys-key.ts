import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";

/**
 * A public key whose private half is thrown away, so that no token is good until somebody writes another in its place:
 * a policy with it loads, and lets nothing through for which it wants a token.
 */
export function nobodysKey(): string {
  return writeVerifierKey(readSignerKey(generateSignerKey("nobody")).verifier);
}
