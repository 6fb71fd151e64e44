import {
  type ActionContext,
  ActionEvent,
  type ActionRuntime,
  type JsonObject,
} from "@capfence/core";
import { join } from "node:path";
import type { Scratch } from "./scratch.ts";

/** What a guarded call came to. */
export interface Attempt {
  readonly authorized: boolean;
  readonly reason: string;
  readonly approvalId: string | undefined;
}

/** An agent that wants to pay, in a scratch with a policy that asks approval for it. */
export class Payer {
  readonly #runtime: ActionRuntime;
  readonly #context: ActionContext;

  constructor(scratch: Scratch, policy: string, context: ActionContext = {}) {
    this.#runtime = scratch.runtime(policy);
    this.#context = context;
  }

  /** Asks for a payment. */
  async attempt(
    payload: JsonObject = { amount: 5000 },
    environment = "production",
  ): Promise<Attempt> {
    const actor = "pay-agent";
    const capability = "payments.transfer";
    const { authorized, reason, approvalId } = await this.#runtime.execute(
      ActionEvent.create({ actor, capability, environment, payload, ...this.#context }),
    );
    return { authorized, reason, approvalId };
  }

  /** Asks for a payment that must wait, and gives the id of its request. */
  async ask(payload?: JsonObject): Promise<string> {
    const { approvalId, reason } = await this.attempt(payload);
    if (approvalId === undefined) throw new Error(`nothing waits: ${reason}`);
    return approvalId;
  }
}

/** A policy that asks approval for every payment of these approvers, `approvals:` as given. */
export function paymentPolicy(approvals = ""): string {
  return `
approval_timeout_seconds: 600
${approvals}
require_approval:
  - { id: large, capability: payments.transfer, amount_gt: 1000, reason: over 1000 needs a human }
allow: [payments.transfer]`;
}

/** Makes keys without passphrases for these names, and gives their public lines. */
export async function makeApprovers(
  scratch: Scratch,
  ...names: readonly string[]
): Promise<readonly string[]> {
  const lines: string[] = [];
  for (const name of names) {
    const { output } = await scratch.run("approvers", "add", name, "--no-passphrase");
    lines.push(/public key: (\S+)/.exec(output)?.[1] ?? "");
  }
  return lines;
}

/** Where the key of an approver is. */
export function keyOf(scratch: Scratch, name: string): string {
  return join(scratch.approvers, `${name}.key`);
}
