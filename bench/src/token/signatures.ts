import { generateKeyPairSync, randomBytes, sign, verify } from "node:crypto";

/** Verifies three signatures of Ed25519, as many as a token of two blocks and a proof have, over as much text. */
export function threeSignatures(): () => boolean {
  const signed = [400, 400, 320].map((length) => {
    const { publicKey, privateKey } = generateKeyPairSync("ed25519");
    const message = randomBytes(length);
    return { publicKey, message, signature: sign(undefined, message, privateKey) };
  });
  return () =>
    signed.every(({ publicKey, message, signature }) =>
      verify(undefined, message, publicKey, signature),
    );
}
