import { DisagreementError } from "../benchmark.ts";
import { type Contender, type Effort, measureInterleaved } from "../interleave.ts";
import { loadGovernanceToolkit } from "./engines/governance-toolkit.ts";
import { loadCapFence, loadCapFenceWithEvents } from "./engines/capfence.ts";
import { loadCasbin } from "./engines/casbin.ts";
import { loadCasl } from "./engines/casl.ts";
import { loadCedar, loadSlicedCedar } from "./engines/cedar.ts";
import type { LoadEngine } from "./engines/engine.ts";
import { loadOpa } from "./engines/opa.ts";
import { referenceEffect } from "./reference.ts";
import type { Request, Workload } from "./rule.ts";
import { type WorkloadLabel, workloadOf } from "./workloads.ts";

/** The engines that can be measured. */
export type EngineName =
  | "capfence"
  | "capfenceWithEvent"
  | "casl"
  | "casbin"
  | "cedar"
  | "slicedCedar"
  | "governanceToolkit"
  | "opa";

const ENGINES: Readonly<Record<EngineName, LoadEngine>> = {
  capfence: loadCapFence,
  capfenceWithEvent: loadCapFenceWithEvents,
  casl: loadCasl,
  casbin: loadCasbin,
  cedar: loadCedar,
  slicedCedar: loadSlicedCedar,
  governanceToolkit: loadGovernanceToolkit,
  opa: loadOpa,
};

/** One side of a match: an engine, or only a parser of its requests, and what it is asked about. */
export interface Side {
  readonly engine: EngineName | "jsonParse";
  readonly label: WorkloadLabel;
}

const FULL: Effort = { rounds: 21, warmUpMilliseconds: 400, sampleMilliseconds: 40 };
const QUICK: Effort = { rounds: 3, warmUpMilliseconds: 20, sampleMilliseconds: 10 };
const QUESTIONS = 2048;
const QUICK_QUESTIONS = 256;
/** Engines that evaluate every rule get fewer questions the more rules there are. */
const EVERY_RULE: ReadonlySet<EngineName> = new Set(["casbin", "cedar", "governanceToolkit"]);
const FEW_QUESTIONS: Partial<Readonly<Record<WorkloadLabel, number>>> = {
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
    const { rules, requests } = workloadOf(label, all);
    if (engine === "jsonParse") contenders.push(parserOf(requests));
    else {
      const count = EVERY_RULE.has(engine) ? (FEW_QUESTIONS[label] ?? all) : all;
      contenders.push(await prepare(engine, { rules, requests: requests.slice(0, count) }));
    }
  }
  return measureInterleaved(contenders, quick ? QUICK : FULL);
}

/** What a decision is measured against at the least: parsing the text of its request. */
function parserOf(requests: readonly Request[]): Contender {
  const texts = requests.map((request) => JSON.stringify(request));
  const run = (): number =>
    texts.reduce((sum, text) => sum + Object.keys(JSON.parse(text)).length, 0);
  return { operations: texts.length, run };
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
