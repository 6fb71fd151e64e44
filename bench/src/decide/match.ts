import { DisagreementError } from "../benchmark.ts";
import type { Contender } from "../interleave.ts";
import { loadCapFence, loadCapFenceWithEvents } from "./capfence.ts";
import { loadCasbin } from "./casbin.ts";
import { loadCasl } from "./casl.ts";
import type { LoadEngine, PreparedQuestions } from "./engine.ts";
import { referenceEffect } from "./reference.ts";
import type { Workload } from "./rule.ts";

/** The engines that can be measured. */
export type EngineName = "capfence" | "capfenceWithEvent" | "casl" | "casbin";

const ENGINES: Readonly<Record<EngineName, LoadEngine>> = {
  capfence: loadCapFence,
  capfenceWithEvent: loadCapFenceWithEvents,
  casl: loadCasl,
  casbin: loadCasbin,
};

/** An engine, the workload it is asked about, and how many of the questions it gets. */
export interface Match {
  readonly label: string;
  readonly engine: EngineName;
  readonly workload: Workload;
  readonly questions: number;
}

/** What a match is called among the results. */
export function matchName(label: string, engine: EngineName): string {
  return `${label} ${engine}`;
}

/** Loads the engine and compares every answer with the reference. Throws `DisagreementError` naming the first that differs. */
export async function prepareMatch(match: Match): Promise<Contender> {
  const { label, engine, workload } = match;
  const requests = workload.requests.slice(0, match.questions);
  const loaded = await ENGINES[engine](workload.rules);
  const questions: PreparedQuestions = loaded.prepare(requests);
  for (const [index, request] of requests.entries()) {
    const expected = referenceEffect(workload.rules, request);
    const answer = questions.answer(index);
    if (answer !== expected)
      throw new DisagreementError(
        `${engine} at ${label} rules answers "${answer}" where "${expected}" is right: ${JSON.stringify(request)}`,
      );
  }
  return {
    name: matchName(label, engine),
    operations: requests.length,
    run: () => questions.askAll(),
  };
}
