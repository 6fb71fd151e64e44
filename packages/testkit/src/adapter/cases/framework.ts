import { AgentActionBlocked } from "@capfence/core";
import { expect, vi } from "vitest";
import type { AdapterCase } from "../adapter-case.ts";
import { rejection } from "../errors.ts";
import { normaliseRecords } from "../normalise-records.ts";
import { referenceHarness } from "../reference-harness.ts";
import { type Scene, setScene } from "../scene.ts";
import { ALLOWED, ASKING, DENIED, FAILING } from "../transfer-tool.ts";

/** What the framework must not notice, and what must not differ between frameworks. */
export const frameworkCases: readonly AdapterCase[] = [
  {
    name: "leaves the tool's name, description and schema as they were",
    async run(stage) {
      const { tool } = await stage();
      if (tool.shown === undefined) throw new Error("the harness does not say what is shown");
      expect(tool.shown.guarded).toEqual(tool.shown.original);
    },
  },
  {
    name: "hands the framework's abort signal to the tool",
    async run(stage) {
      const started = Promise.withResolvers<void>();
      const { tool, runs, outcomes } = await stage({
        body: ({ signal }) => {
          started.resolve();
          return waitForAbort(signal);
        },
      });
      const controller = new AbortController();
      const running = rejection(tool.call(ALLOWED, controller.signal));
      await Promise.race([started.promise, running]);
      controller.abort(new Error("the user left"));
      await running;
      expect(runs.map((run) => run.signal?.aborted)).toEqual([true]);
      // A framework may give up on a tool before what became of it is on record.
      await vi.waitFor(async () => expect(await outcomes()).toMatchObject([{ outcome: "failed" }]));
    },
  },
  {
    name: "writes the records that the bare guard writes for the same calls",
    async run(stage) {
      for (const mapped of [true, false]) {
        const records = await recordsOf(await stage({ mapped }));
        const expected = await recordsOf(await setScene(referenceHarness, { mapped }));
        expect(records).toEqual(expected);
      }
    },
  },
];

function waitForAbort(signal: AbortSignal | undefined): Promise<void> {
  if (signal === undefined) throw new Error("no signal reached the tool");
  return new Promise((_resolve, reject) => {
    const stop = (): void => reject(new Error("aborted"));
    if (signal.aborted) stop();
    else signal.addEventListener("abort", stop, { once: true });
  });
}

/** The records of one call of each kind. */
async function recordsOf({ tool, runtime, records }: Scene): Promise<readonly unknown[]> {
  const settle = async (input: object): Promise<unknown> => {
    const running = tool.call(input);
    return running.catch((error: unknown) => error);
  };
  await settle(ALLOWED);
  await settle(DENIED);
  await settle(FAILING);
  const waiting = AgentActionBlocked.find(await settle(ASKING));
  if (waiting?.approvalId !== undefined)
    await runtime.approvals.approve(waiting.approvalId, { by: "carol" });
  await settle(ASKING);
  return normaliseRecords(await records());
}
