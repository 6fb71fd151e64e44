import { readFileSync } from "node:fs";
import { ActionRuntime, type AuditOptions, CapabilitySystem, guard } from "@capfence/core";
import { openSigning } from "@capfence/core/signing";
import { SqliteStorage } from "@capfence/core/sqlite";
import { cosign, readNote, readSignerKey, writeNote, writeVerifierKey } from "@capfence/core/tlog";
import { type Result, Scratch } from "./scratch.ts";

const POLICY = `deny: [{ capability: shell.execute, contains: "drop", reason: no dropping }]
allow: [{ id: shell, capability: shell.execute }]
`;

interface ReadRecord {
  readonly kind: string;
  readonly writer: string;
  readonly seq: number;
  readonly id?: string;
  readonly note?: string;
}

/** A scratch with a policy in a file, and calls of `ops-agent` under it. */
export class ReceiptScratch extends Scratch {
  readonly policy: string = this.file("ops.yaml", POLICY);
  readonly receipt: string = this.file("receipts/none", "").replace(/none$/, "one.tlog-proof");

  readonly #storages: SqliteStorage[] = [];

  /** The public key that signs here. */
  get publicKey(): string {
    return writeVerifierKey(openSigning(this.key).signer.verifier);
  }

  /** A runtime under the policy's file. */
  opened(audit: AuditOptions = openSigning(this.key)): ActionRuntime {
    const storage = SqliteStorage.open(this.log);
    this.#storages.push(storage);
    const capabilitySystem = new CapabilitySystem().loadPolicy(this.policy);
    return new ActionRuntime({ capabilitySystem, storage, audit, clock: () => this.now });
  }

  override close(): void {
    for (const storage of this.#storages.splice(0)) storage.close();
    super.close();
  }

  /** Calls a tool, and closes the runtime. */
  async called(payload: object, audit?: AuditOptions, failure?: Error): Promise<void> {
    const runtime = this.opened(audit);
    await call(runtime, payload, failure);
    await runtime.auditTrail.close();
  }

  /** The ids of the recorded decisions. */
  get ids(): readonly string[] {
    return this.records.flatMap(({ kind, id }) => (kind === "decision" ? (id ?? []) : []));
  }

  /** The records of the log. */
  get records(): readonly ReadRecord[] {
    return this.entries.map(({ text }) => JSON.parse(text) as ReadRecord);
  }

  /** Makes a receipt of a decision, by its order. */
  make(index = 0, ...options: readonly string[]): Promise<Result> {
    return this.run(
      "receipt",
      this.ids[index] ?? "",
      "-a",
      this.log,
      "--out",
      this.receipt,
      ...options,
    );
  }

  /** Checks the receipt that was made last. */
  check(...options: readonly string[]): Promise<Result> {
    return this.run("verify-receipt", this.receipt, "--key", this.publicKey, ...options);
  }

  /** Changes the receipt that was made last. */
  change(from: string | RegExp, to: string): void {
    this.file("receipts/one.tlog-proof", readFileSync(this.receipt, "utf8").replace(from, to));
  }

  /** The last checkpoint with the signature of a witness, in a file. */
  cosigned(witness: string): string {
    const note = readNote(this.records.findLast(({ kind }) => kind === "checkpoint")?.note ?? "");
    if (note === undefined) throw new TypeError("there is no checkpoint");
    const line = cosign(note.text, readSignerKey(witness), 1_769_860_800);
    return this.file(
      "kept.txt",
      writeNote({ text: note.text, signatures: [...note.signatures, line] }),
    );
  }
}

/** Calls a guarded tool; what it throws is of no concern. */
export async function call(
  runtime: ActionRuntime,
  payload: object,
  failure?: Error,
): Promise<void> {
  const options = { runtime, agentId: "ops-agent", capability: "shell.execute", toolName: "run" };
  await guard(options, () => {
    if (failure !== undefined) throw failure;
  })(payload).catch(() => undefined);
}
