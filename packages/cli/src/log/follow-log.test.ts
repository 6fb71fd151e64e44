import { ActionEvent, ActionRuntime, CapabilitySystem, MemoryStorage } from "@capfence/core";
import { describe, expect, it } from "vitest";
import { followLog, LogCursor } from "./follow-log.ts";

const event = ActionEvent.create({ actor: "a", capability: "a.b" });

/** A runtime that writes a log of its own into a store. */
function writer(storage: MemoryStorage): ActionRuntime {
  const capabilitySystem = new CapabilitySystem().loadPolicyText("allow: [a.b]");
  return new ActionRuntime({ capabilitySystem, storage });
}

describe("following a store", () => {
  it("finds what is appended also where the store does not say when, and gives it once", async () => {
    const storage = new MemoryStorage();
    const [one, two] = [writer(storage), writer(storage)];
    await one.execute(event);
    const cursor = new LogCursor();
    for (const entry of storage.entries()) cursor.pass(entry);
    const known = [...storage.entries()].length;
    const stop = new AbortController();
    const texts: string[] = [];
    await one.execute(event);
    for await (const batch of followLog(storage, cursor, stop.signal)) {
      texts.push(...batch.map(({ text }) => text));
      if (texts.length > 1) stop.abort();
      else await two.execute(event);
    }
    expect(texts).toEqual([...storage.entries()].slice(known).map(({ text }) => text));
  });

  it("looks once where it is stopped already", async () => {
    const storage = new MemoryStorage();
    await writer(storage).execute(event);
    const batches: number[] = [];
    const followed = followLog(storage, new LogCursor(), AbortSignal.abort());
    for await (const batch of followed) batches.push(batch.length);
    expect(batches).toEqual([3]);
  });
});
