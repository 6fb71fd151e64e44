import { ActionEvent } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { Collector, Scratch } from "../../test/scratch.ts";
import { type LogStore, openLog, openLogToFollow } from "./open-log.ts";

async function countOf(store: LogStore): Promise<number> {
  const writers = new Set<string>();
  let count = 0;
  for await (const { writer } of store.entries()) {
    writers.add(writer);
    count += 1;
  }
  expect(writers.size).toBe((await store.openings()).length);
  return count;
}

describe("a log that is read while others write", () => {
  it("is read as it was, or as it is, as is asked for", async () => {
    const scratch = new Scratch();
    const event = ActionEvent.create({ actor: "a", capability: "a.b" });
    await scratch.runtime("allow: [a.b]").execute(event);
    const terminal = {
      output: new Collector(),
      errors: new Collector(),
      clock: () => scratch.now,
      stateFolder: scratch.state,
    };
    const then = await openLog({}, terminal);
    const now = await openLogToFollow({}, terminal);
    try {
      const before = await countOf(then);
      await scratch.runtime("allow: [a.b]").execute(event);
      expect([await countOf(then), (await then.openings()).length]).toEqual([before, 1]);
      expect([await countOf(now), (await now.openings()).length]).toEqual([2 * before, 2]);
    } finally {
      await then.close();
      await now.close();
    }
  });
});
