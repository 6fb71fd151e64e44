/* oxlint-disable vitest/expect-expect, vitest/valid-title -- the tests are data, and assert in their own files */
import { describe, expect, it } from "vitest";
import type { AdapterException } from "../adapter/describe-adapter.ts";
import type { PausingHarness } from "./harness.ts";
import { runPausingCase } from "./pausing-case.ts";
import { pausingCases } from "./pausing-cases.ts";

/** An adapter that pauses, and how the suite gets at it. */
export interface PausingSuite {
  readonly name: string;
  readonly harness: PausingHarness;
  /** What the framework makes impossible. Such a case must fail: an exception that is no longer needed is an error. */
  readonly skip?: readonly AdapterException[];
}

/**
 * Declares the tests of an adapter whose framework pauses at a call that needs an approval, and goes on in another
 * process. Throws for an exception to a case that does not exist.
 */
export function describePausing({ name, harness, skip = [] }: PausingSuite): void {
  const unknown = skip.find((exception) =>
    pausingCases.every((one) => one.name !== exception.case),
  );
  if (unknown !== undefined)
    throw new Error(`the pausing suite has no case "${unknown.case}"; check its spelling`);
  const reasons = new Map(skip.map((exception) => [exception.case, exception.reason]));
  const kept = pausingCases.filter((one) => !reasons.has(one.name));
  const failing = pausingCases.filter((one) => reasons.has(one.name));
  describe(`pausing ${name}`, () => {
    for (const one of kept) it(one.name, () => runPausingCase(harness, one));
    for (const one of failing)
      it(`cannot: ${one.name} (${reasons.get(one.name)})`, () =>
        expect(runPausingCase(harness, one)).rejects.toBeInstanceOf(Error));
  });
}
