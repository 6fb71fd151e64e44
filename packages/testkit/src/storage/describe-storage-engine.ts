/* oxlint-disable vitest/expect-expect, vitest/valid-title -- the tests are data, and assert in their own files */
import type { StorageEngine } from "@capfence/core";
import { describe, it } from "vitest";
import { appendingCases } from "./cases/appending.ts";
import { approvalStorageCases } from "./cases/approvals.ts";
import { durabilityCases } from "./cases/durability.ts";
import { grantStorageCases } from "./cases/grants.ts";
import { limitStorageCases } from "./cases/limits.ts";
import { stateCases } from "./cases/state.ts";
import { tokenStorageCases } from "./cases/tokens.ts";
import type { StorageCase, StorageEngineSuite } from "./storage-case.ts";

/** Declares the tests that make a storage engine one of ours; those on durability only where there is `reopen`. */
export function describeStorageEngine({ name, open, reopen }: StorageEngineSuite): void {
  describe(`storage engine ${name}`, () => {
    for (const { name: sentence, run, timeout } of CASES)
      it(sentence, () => closing((track) => run(async () => track(await open()))), timeout);
    if (reopen === undefined) return;
    for (const { name: sentence, run } of durabilityCases)
      it(sentence, () =>
        closing((track) =>
          run(
            async () => track(await open()),
            async (engine) => track(await reopen(engine)),
          ),
        ),
      );
  });
}

const CASES: readonly StorageCase[] = [
  ...appendingCases,
  ...stateCases,
  ...approvalStorageCases,
  ...grantStorageCases,
  ...limitStorageCases,
  ...tokenStorageCases,
];

/** Runs a test and closes the engines it tracked. */
async function closing(
  test: (track: (engine: StorageEngine) => StorageEngine) => Promise<void>,
): Promise<void> {
  const engines: StorageEngine[] = [];
  try {
    await test((engine) => {
      engines.push(engine);
      return engine;
    });
  } finally {
    for (const engine of engines) await engine.close();
  }
}
