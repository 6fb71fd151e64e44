import type { Speaker } from "@capfence/core";
import { generateSignerKey, readSignerKey, writeVerifierKey } from "@capfence/core/tlog";

/** Somebody who may approve by signing, and the line by which a policy names them. */
export function approver(name: string): { readonly speaker: Speaker; readonly verifier: string } {
  const signer = readSignerKey(generateSignerKey(name));
  return { speaker: { signer }, verifier: writeVerifierKey(signer.verifier) };
}
