import { DisagreementError } from "../benchmark.ts";
import { type Contender, type Effort, measureInterleaved } from "../interleave.ts";
import { loadCapFence, loadCapFenceWithEvents } from "./capfence.ts";
import { loadCasbin } from "./casbin.ts";
import { loadCasl } from "./casl.ts";
import type { LoadEngine } from "./engine.ts";
import { referenceEffect } from "./reference.ts";
import type { Workload } from "./rule.ts";
import { type WorkloadLabel, workloadOf } from "./workloads.ts";

/** The engines that can be measured. */
export type EngineName = "capfence" | "capfenceWithEvent" | "casl" | "casbin";

const ENGINES: Readonly<Record<EngineName, LoadEngine>> = {
  capfence: loadCapFence,
  capfenceWithEvent: loadCapFenceWithEvents,
  casl: loadCasl,
  casbin: loadCasbin,
};

/** One side of a match: an engine, and what it is asked about. */
export interface Side {
  readonly engine: EngineName;
  readonly label: WorkloadLabel;
}

const FULL: Effort = { rounds: 21, warmUpMilliseconds: 400, sampleMilliseconds: 40 };
const QUICK: Effort = { rounds: 3, warmUpMilliseconds: 20, sampleMilliseconds: 10 };
const QUESTIONS = 2048;
const QUICK_QUESTIONS = 256;
/** casbin evaluates every rule, so it gets fewer questions the more rules there are. */
const CASBIN_QUESTIONS: Partial<Readonly<Record<WorkloadLabel, number>>> = {
  "100": 128,
  "1000": 32,
};

/** Decisions per second of each side, taking turns. Throws `DisagreementError` where an answer is wrong. */
export async function playMatch(
  sides: readonly Side[],
  quick: boolean,
): Promise<readonly number[]> {
  const contenders: Contender[] = [];
  for (const { engine, label } of sides) {
    const all = quick ? QUICK_QUESTIONS : QUESTIONS;
    const workload = workloadOf(label, all);
    const count = engine === "casbin" ? (CASBIN_QUESTIONS[label] ?? all) : all;
    contenders.push(
      await prepare(engine, { ...workload, requests: workload.requests.slice(0, count) }),
    );
  }
  return measureInterleaved(contenders, quick ? QUICK : FULL);
}

/** Loads an engine and compares every answer with the reference. Throws `DisagreementError` naming the first that differs. */
export async function prepare(engine: EngineName, workload: Workload): Promise<Contender> {
  const { rules, requests } = workload;
  const loaded = await ENGINES[engine](rules);
  const questions = loaded.prepare(requests);
  for (const [index, request] of requests.entries()) {
    const expected = referenceEffect(rules, request);
    const answer = questions.answer(index);
    if (answer !== expected)
      throw new DisagreementError(
        `${engine} answers "${answer}" where "${expected}" is right, given ${rules.length} rules: ${JSON.stringify(request)}`,
      );
  }
  return { operations: requests.length, run: () => questions.askAll() };
}
