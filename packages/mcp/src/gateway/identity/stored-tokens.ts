import {
  blocksOf,
  type PresentedToken,
  proveCall,
  type ProvenCall,
  readToken,
} from "@capfence/core/tokens";
import type { IdentitySettings, StoredToken } from "../config/settings.ts";
import { staticPrincipal } from "./authenticator-for.ts";
import { bearerPrincipal } from "./given-tokens.ts";

/** Capability tokens by the keys of the principals whose calls they stand for. */
export type StoredTokens = ReadonlyMap<string, StoredToken>;

/** The capability tokens that settings keep. Throws `ConfigurationError`. */
export function storedTokens(identity: IdentitySettings): StoredTokens {
  const tokens = new Map<string, StoredToken>();
  const { capabilityToken, bearer = [], environment } = identity;
  if (capabilityToken !== undefined) tokens.set(staticPrincipal(identity).key, capabilityToken);
  for (const one of bearer)
    if (one.capabilityToken !== undefined)
      tokens.set(bearerPrincipal(one, environment).key, one.capabilityToken);
  return tokens;
}

/** A stored token as a gate takes it: with the proof of its holder where it is bound, and a call is given. */
export function presented(
  { text, key }: StoredToken,
  audience: string | undefined,
  call: ProvenCall | undefined,
): PresentedToken {
  if (key === undefined || audience === undefined || call === undefined) return { text };
  const proof = proveCall(readToken(text).chain, call, { key, audience, now: Date.now() });
  return { text, proof };
}

/** When a stored token ends, in milliseconds since the Unix epoch; its signatures are not verified. */
export function endOf({ text }: StoredToken): number {
  const ends = blocksOf(readToken(text).chain).map(
    ({ expires }) => expires ?? Number.POSITIVE_INFINITY,
  );
  return Math.min(...ends);
}
