import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AppendOnlyFile } from "../src/anchors/append-only-file.ts";
import { HeadFolder } from "../src/anchors/head-folder.ts";
import type { ApprovalRequest } from "../src/approvals/request.ts";
import type { Anchor } from "../src/audit/anchor.ts";
import { generateSignerKey, readSignerKey } from "../src/encoding/note/note-key.ts";
import { ImmutableAuditTrail, type TrailOptions } from "../src/audit/trail.ts";
import type { VerificationReport } from "../src/audit/verify/report.ts";
import { verifySegments } from "../src/audit/verify/verify-segments.ts";
import { SqliteStorage } from "../src/storage/sqlite.ts";
import { type SealedSegment, type SealOptions, sealLog } from "../src/storage/sqlite-seal.ts";
import { change } from "./told-trail.ts";

/** When requests are made and logs are sealed here. */
export const NOW: number = Date.UTC(2026, 0, 1);

/** A folder with a log, a key, and anchors elsewhere. */
export class SealingScratch {
  readonly folder: string;
  readonly file: string;
  readonly #owned: boolean;

  /** Without a folder that is there already, a new one. */
  constructor(folder?: string) {
    this.#owned = folder === undefined;
    this.folder = folder ?? mkdtempSync(join(tmpdir(), "capfence-seal-"));
    this.file = join(this.folder, "log", "audit.db");
    if (!this.#owned) return;
    mkdirSync(join(this.folder, "log"));
    writeFileSync(join(this.folder, "key"), generateSignerKey("example.org/log"));
  }

  /** The key, and both kinds of anchors that can be read. */
  get audit(): { signer: NonNullable<TrailOptions["signer"]>; anchors: readonly Anchor[] } {
    const location = `sqlite:${this.file}`;
    return {
      signer: readSignerKey(readFileSync(join(this.folder, "key"), "utf8")),
      anchors: [
        new HeadFolder({ folder: join(this.folder, "heads"), location }),
        new AppendOnlyFile({ path: join(this.folder, "checkpoints"), location }),
      ],
    };
  }

  /** Opens a trail as an agent's process does. */
  async trail(more: Partial<TrailOptions> = {}): Promise<[SqliteStorage, ImmutableAuditTrail]> {
    const store = SqliteStorage.open(this.file);
    const trail = new ImmutableAuditTrail({ store, ...this.audit, ...more });
    await trail.append(change);
    return [store, trail];
  }

  /** A log of two writers, of which one was killed, with requests for approval in these states. */
  async makeLog(requests: readonly ApprovalRequest[] = []): Promise<void> {
    const [killed, trail] = await this.trail();
    for (const request of requests)
      await trail.append({ transitions: [{ type: "request", request }], records: [] });
    killed.close();
    const [store, closed] = await this.trail();
    await closed.close();
    store.close();
  }

  seal(more: Partial<SealOptions> = {}): Promise<SealedSegment> {
    return sealLog(this.file, { audit: this.audit, clock: () => NOW, ...more });
  }

  /** What stands in the folder of the log. */
  get names(): readonly string[] {
    return readdirSync(join(this.folder, "log")).toSorted();
  }

  /** The sealed files, newest first. */
  get segments(): readonly string[] {
    const names = this.names.filter((name) => /^audit-.*\.db$/.test(name));
    return names.toReversed().map((name) => join(this.folder, "log", name));
  }

  /** Verifies the log and its segments by what the anchors keep. */
  async verify(
    files: readonly string[] = [this.file, ...this.segments],
  ): Promise<readonly VerificationReport[]> {
    const { signer, anchors } = this.audit;
    const kept: string[] = [];
    for (const anchor of anchors) kept.push(...((await anchor.kept?.()) ?? []));
    return verifySegments(
      files.map((file) => ({ store: SqliteStorage.openReadOnly(file) })),
      {
        keys: [signer.verifier],
        checkpoints: kept.map((note, index) => ({ note, source: `anchor ${index}` })),
      },
    );
  }

  remove(): void {
    if (this.#owned) rmSync(this.folder, { recursive: true });
  }
}

/** A request for approval like any other. */
export function requestOf(
  id: string,
  state: ApprovalRequest["state"],
  expiresAt: number = NOW + 1000,
): ApprovalRequest {
  return {
    id,
    digest: `digest of ${id}`,
    state,
    actor: "agent",
    capability: "payments.transfer",
    context: {},
    payload: {},
    policyDigest: "policy",
    quorum: 1,
    createdAt: NOW - 1000,
    expiresAt,
    answers: [],
  };
}
