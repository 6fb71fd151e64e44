import { ActionEvent, type Anchor, readRecord } from "@capfence/core";
import { openSigning } from "@capfence/core/signing";
import { describe, expect, it } from "vitest";
import { Collector, Scratch } from "../../test/scratch.ts";
import { reopenStorage } from "./storage.ts";

/** Keeps the newest checkpoint of every log, as something on another machine would. */
class Keeper implements Anchor {
  readonly name = "keeper";
  readonly notes = new Map<string, string>();

  publish({ origin, note, covers = [] }: Parameters<Anchor["publish"]>[0]): void {
    for (const covered of covers) this.notes.delete(covered.origin);
    this.notes.set(origin, note);
  }

  kept(): readonly string[] {
    return [...this.notes.values()];
  }
}

/** A log of which somebody knows a checkpoint. */
async function anchored(): Promise<{ readonly scratch: Scratch; readonly keeper: Keeper }> {
  const scratch = new Scratch();
  const keeper = new Keeper();
  await scratch.run("keys", "init", "example.com/audit");
  const runtime = scratch.runtime("allow: [a.b]", {
    ...openSigning(scratch.key),
    anchors: [keeper],
  });
  for (let call = 0; call < 2; call += 1)
    await runtime.execute(ActionEvent.create({ actor: "agent", capability: "a.b" }));
  await runtime.close();
  scratch.close();
  return { scratch, keeper };
}

async function reopen(scratch: Scratch, keeper: Keeper, acceptLoss: boolean, json = false) {
  const output = new Collector();
  const terminal = {
    output,
    errors: new Collector(),
    clock: () => scratch.now,
    stateFolder: scratch.state,
  };
  const code = await reopenStorage({ acceptLoss, json }, terminal, { anchors: [keeper] });
  return { code, output: output.text };
}

describe("capfence storage reopen", () => {
  it("says that nothing is missing", async () => {
    const { scratch, keeper } = await anchored();
    expect(await reopen(scratch, keeper, false)).toEqual({
      code: 0,
      output: "✓ nothing is missing that a checkpoint kept elsewhere is over\n",
    });
    expect((await scratch.run("storage", "reopen")).code).toBe(0);
    expect((await scratch.run("verify")).code).toBe(0);
  });

  it("does not go on with a log that was cut short unless that is accepted, and then records it", async () => {
    const { scratch, keeper } = await anchored();
    const writer = scratch.entries[0]?.writer;
    scratch.tamper("DELETE FROM log WHERE seq > 4");
    await expect(reopen(scratch, keeper, false)).rejects.toThrow(
      `writer ${writer} has 4 records and should have at least 7`,
    );
    expect(scratch.entries).toHaveLength(4);
    const loss = { origin: `example.com/audit/${writer}`, size: 6, found: 4 };
    expect(await reopen(scratch, keeper, true)).toEqual({
      code: 0,
      output: `accepted: ${loss.origin} had at least 6 records that a checkpoint is over; 4 were found
✓ the loss is recorded; the log goes on from here
`,
    });
    const opened = scratch.entries.map(readRecord).filter(({ kind }) => kind === "open");
    expect(opened.at(-1)).toMatchObject({ acceptedLoss: [loss] });
    // From here on, the log is whole again.
    expect(JSON.parse((await reopen(scratch, keeper, false, true)).output)).toEqual({
      accepted: [],
    });
  });

  it("makes no log where there is none", async () => {
    const scratch = new Scratch();
    expect((await scratch.run("storage", "reopen", "--accept-loss")).code).toBe(2);
    expect((await scratch.run("logs")).code).toBe(2);
  });
});
