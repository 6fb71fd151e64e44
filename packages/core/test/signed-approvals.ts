import { vi } from "vitest";
import type { ActionEvent } from "../src/action/event.ts";
import type { ApprovalAnswer, ApprovalRequest } from "../src/approvals/request.ts";
import { answerStatement, signStatement } from "../src/approvals/statement.ts";
import { findRequest } from "../src/approvals/stored.ts";
import type { SignerKey } from "../src/encoding/note/note-key.ts";
import { AgentActionBlocked } from "../src/runtime/blocked.ts";
import { guard } from "../src/runtime/guard.ts";
import type { ActionRuntime } from "../src/runtime/runtime.ts";
import { NO_READS } from "../src/state/store.ts";
import { MemoryStorage } from "../src/storage/memory.ts";
import { approverKey, signedPolicy } from "./approvers.ts";
import { judgedRuntime, transfer } from "./judged-runtime.ts";

/** A desk at which alice and bob approve transfers over 1,000, with a tool behind a guard. */
export class SignedApprovals {
  readonly alice: SignerKey = approverKey("alice");
  readonly bob: SignerKey = approverKey("bob");
  readonly storage: MemoryStorage = new MemoryStorage();
  now = 1_000_000;
  runtime: ActionRuntime = this.reopen();

  /** A runtime on the same storage, as after a restart. */
  reopen(rule = ""): ActionRuntime {
    const capabilitySystem = signedPolicy([this.alice, this.bob], rule);
    this.runtime = judgedRuntime({
      storage: this.storage,
      capabilitySystem,
      clock: () => this.now,
    });
    return this.runtime;
  }

  /** The call that {@link runs} makes. */
  call(payload: object = { amount: 5000 }): ActionEvent {
    return transfer(0, { toolName: "transfer", payload });
  }

  /** Asks for a call; gives the id of its request. */
  async ask(event: ActionEvent = this.call()): Promise<string> {
    const { approvalId } = await this.runtime.execute(event);
    if (approvalId === undefined) throw new Error("no request was made");
    return approvalId;
  }

  async approve(id: string, signer: SignerKey = this.alice): Promise<void> {
    await this.runtime.approvals.approve(id, { signer });
  }

  /** Whether the guarded tool runs for a call; throws what is not a block. */
  async runs(payload: object = { amount: 5000 }): Promise<boolean> {
    const tool = vi.fn<() => string>(() => "done");
    const { runtime } = this;
    const options = { runtime, agentId: "agent", capability: "payments.transfer" };
    try {
      await guard({ ...options, toolName: "transfer" }, tool)(payload);
    } catch (error) {
      if (!AgentActionBlocked.isInstance(error)) throw error;
    }
    return tool.mock.calls.length > 0;
  }

  /** The stored request. */
  async stored(id: string): Promise<ApprovalRequest> {
    const request = await findRequest(this.storage, id);
    if (request === undefined) throw new Error(`there is no request ${id}`);
    return request;
  }

  /** Adds a version of a request to the store, as who can write to the database might. */
  async forge(id: string, change: Partial<ApprovalRequest>): Promise<void> {
    const last = this.storage.latest("request", id);
    if (last === undefined) throw new Error(`there is no request ${id}`);
    const text = JSON.stringify({ ...(await this.stored(id)), ...change });
    const versions = [{ ...last, version: last.version + 1, text }];
    this.storage.commit({ reads: NO_READS, insertions: () => ({ versions, entries: [] }) });
  }
}

/** An answer with the signature of a key over what it says of a request. */
export function signedAnswer(
  request: ApprovalRequest,
  answer: ApprovalAnswer,
  signer: SignerKey,
): ApprovalAnswer {
  return { ...answer, signature: signStatement(answerStatement(request, answer), signer) };
}
