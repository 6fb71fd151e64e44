import { mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Benchmark } from "../benchmark.ts";
import { seedWorkload } from "../decide/seed-workload.ts";
import { AuditedRuns } from "./audited-runs.ts";
import type { AuditedEngine } from "./engine.ts";
import { governancePipeline } from "./governance-pipeline.ts";
import { measureInTurns, type WaitingContender } from "./in-turns.ts";
import { POSTGRES } from "./postgres-engine.ts";
import { type AuditResults, reportAudit } from "./report.ts";
import { SQLITE } from "./sqlite-engine.ts";
import { measureVerification } from "./verification.ts";

/** The databases that are measured; another one is another of these. */
const ENGINES: readonly AuditedEngine[] = [SQLITE, POSTGRES];

/** Decisions in one run, by the number of callers: each is long enough to hold a number of commits. */
const DECISIONS: Readonly<Record<number, number>> = { 1: 256, 16: 2048, 256: 8192 };
const QUICK_DECISIONS: Readonly<Record<number, number>> = { 1: 8, 16: 64, 256: 512 };
const GOVERNANCE_DECISIONS = 8192;
const QUESTIONS = 2048;
const TMPFS = 0x01021994;

/** Decisions that are durable when they are given, beside the same rows without CapFence. */
export const auditBenchmark: Benchmark = {
  name: "audit",
  summary:
    "durable, signed decisions per second beside the same rows without CapFence; verification",
  run: async ({ quick }) => {
    const folder = mkdtempSync(join(tmpdir(), "capfence-bench-"));
    try {
      const inMemory = statfsSync(folder).type === TMPFS;
      const results: AuditResults[] = [];
      for (const engine of ENGINES) results.push(await measureEngine(engine, folder, quick));
      return reportAudit(results, { quick, inMemory });
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
};

async function measureEngine(
  engine: AuditedEngine,
  folder: string,
  quick: boolean,
): Promise<AuditResults> {
  const workload = seedWorkload(4, quick ? 256 : QUESTIONS);
  const opened = await engine.open(folder);
  const runs = new AuditedRuns(opened, workload);
  await runs.warmUp();
  const few = quick ? 64 : GOVERNANCE_DECISIONS;
  const contenders: WaitingContender[] = [
    governancePipeline(workload, few, { unlimited: false }),
    governancePipeline(workload, few, { unlimited: true }),
  ];
  for (const callers of engine.callers) {
    const decisions = (quick ? QUICK_DECISIONS : DECISIONS)[callers] ?? callers;
    contenders.push(...(await runs.pair({ callers, decisions })));
  }
  const speeds = await measureInTurns(contenders, quick ? 3 : 21);
  const [limited = [], unlimited = [], ...pairs] = speeds;
  await runs.close();
  const verification = await measureVerification(opened.storage, runs.signer.verifier, quick);
  await opened.close();
  return {
    engine: engine.name,
    levels: engine.callers.map((callers, index) => ({
      callers,
      audited: pairs[2 * index] ?? [],
      raw: pairs[2 * index + 1] ?? [],
    })),
    governance: { limited, unlimited },
    verification,
  };
}
