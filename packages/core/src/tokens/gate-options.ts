import type { TokenSettings } from "../policy/token-settings.ts";
import type { VerifyTokenOptions } from "./verify-token.ts";

/** How the gate of a policy verifies tokens at a time, in milliseconds since the Unix epoch. */
export function gateOptions(
  { issuers, audience, longestSeconds }: TokenSettings,
  now: number,
): VerifyTokenOptions {
  return { issuers, audience, longest: 1000 * longestSeconds, now };
}
