import {
  type AuditEntry,
  type AuditRecord,
  type KeptCheckpoint,
  readRecord,
  type VerificationReport,
  verifyLog,
} from "@capfence/core";
import { HeadFolder } from "@capfence/core/anchors";
import { readSignedCheckpoint, writerOf } from "@capfence/core/tlog";
import { collect } from "../../src/collect.ts";
import { engineOf } from "./engine.ts";
import { type Site, signerOf } from "./site.ts";

/** What the head folder knows of a writer. */
interface Head {
  readonly writer: string;
  readonly size: number;
}

/** A trail as somebody finds it who has the signer's public key and the head folder. */
export interface FoundTrail {
  readonly entries: readonly AuditEntry[];
  readonly records: readonly AuditRecord[];
  readonly heads: readonly Head[];
  readonly report: VerificationReport;
}

/** Reads and verifies a trail, also while others write to it; changes nothing. */
export async function readTrail(site: Site): Promise<FoundTrail> {
  const { engine, place, heads: folder } = site;
  const storage = await engineOf(engine).openReadOnly(place);
  try {
    const kept = new HeadFolder({ folder, location: storage.location }).kept();
    const checkpoints = kept.map((note): KeptCheckpoint => ({ note, source: "the head folder" }));
    const keys = [signerOf(site).verifier];
    const report = await verifyLog(storage, { keys, checkpoints });
    const entries = await collect(storage.entries());
    return { entries, records: entries.map(readRecord), heads: kept.map(headOf), report };
  } finally {
    await storage.close();
  }
}

function headOf(note: string): Head {
  const checkpoint = readSignedCheckpoint(note)?.checkpoint;
  if (checkpoint === undefined) throw new TypeError("a head is not a checkpoint");
  const { origin, size } = checkpoint;
  return { writer: writerOf(origin), size };
}
