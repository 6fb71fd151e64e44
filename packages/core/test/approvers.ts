import {
  generateSignerKey,
  readSignerKey,
  type SignerKey,
  writeVerifierKey,
} from "../src/encoding/note/note-key.ts";
import { CapabilitySystem } from "../src/policy/capability-system.ts";

/** A new key of an approver. */
export function approverKey(name: string): SignerKey {
  return readSignerKey(generateSignerKey(name));
}

/** A policy in which transfers over 1,000 need the signatures of approvers, and over 10,000 are denied. */
export function signedPolicy(approvers: readonly SignerKey[], rule = ""): CapabilitySystem {
  const keys = approvers.map(({ verifier }) => `"${writeVerifierKey(verifier)}"`);
  return new CapabilitySystem().loadPolicyText(
    `
approval_timeout_seconds: 60
approvals: { approvers: [${keys.join(", ")}]${rule} }
deny: [{ capability: payments.transfer, amount_gt: 10000 }]
require_approval: [{ id: much, capability: payments.transfer, amount_gt: 1000 }]
allow: [payments.transfer]
`,
    "policy.yaml",
  );
}
