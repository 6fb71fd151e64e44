import { ed25519PublicKey, randomSeed } from "#platform";

/** The key pair of a holder: Ed25519, 32 bytes each. */
export interface HolderKey {
  /** Stays with the holder, who proves calls with it. */
  readonly privateKey: Uint8Array;
  /** Goes into the tokens that are bound to them. */
  readonly publicKey: Uint8Array;
}

/** A new key pair for somebody who is to hold tokens. */
export function generateHolderKey(): HolderKey {
  const privateKey = randomSeed(32);
  return { privateKey, publicKey: ed25519PublicKey(privateKey) };
}
