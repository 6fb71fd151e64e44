/* oxlint-disable vitest/expect-expect, vitest/valid-title -- the tests are data, and assert in their own files */
import { describe, expect, it } from "vitest";
import { runAdapterCase } from "./adapter-case.ts";
import { adapterCases } from "./adapter-cases.ts";
import type { AdapterHarness } from "./harness.ts";

/** A sentence of the suite that an adapter cannot keep to, and why. */
export interface AdapterException {
  readonly case: string;
  readonly reason: string;
}

/** An adapter, and how the suite gets at it. */
export interface AdapterSuite {
  readonly name: string;
  readonly harness: AdapterHarness;
  /** What the framework makes impossible. Such a case must fail: an exception that is no longer needed is an error. */
  readonly skip?: readonly AdapterException[];
}

/** Declares the tests that make an adapter one of ours. Throws for an exception to a case that does not exist. */
export function describeAdapter({ name, harness, skip = [] }: AdapterSuite): void {
  const unknown = skip.find((exception) =>
    adapterCases.every((one) => one.name !== exception.case),
  );
  if (unknown !== undefined)
    throw new Error(`the adapter suite has no case "${unknown.case}"; check its spelling`);
  const reasons = new Map(skip.map((exception) => [exception.case, exception.reason]));
  const kept = adapterCases.filter((one) => !reasons.has(one.name));
  const failing = adapterCases.filter((one) => reasons.has(one.name));
  describe(`adapter ${name}`, () => {
    for (const one of kept) it(one.name, () => runAdapterCase(harness, one));
    for (const one of failing)
      it(`cannot: ${one.name} (${reasons.get(one.name)})`, () =>
        expect(runAdapterCase(harness, one)).rejects.toBeInstanceOf(Error));
  });
}
