import { describe, expect, it } from "vitest";
import { AuditError, ConfigurationError } from "../errors.ts";
import { MemoryStorage } from "../storage/memory.ts";
import type { AuditEntry } from "./chain.ts";
import type { RecordDraft } from "./record.ts";
import type { AuditStore, Change, CommitResult } from "./store.ts";
import { ImmutableAuditTrail, readRecord } from "./trail.ts";

const draft: RecordDraft = { kind: "outcome", decision: "d", outcome: "succeeded", time: "now" };
const change: Change = { records: [draft] };

/** A store that answers as it is told to. */
class ToldStore implements AuditStore {
  readonly location = "told";
  readonly synchronous: boolean = true;
  commits = 0;
  readonly #answer: () => readonly CommitResult[] | Promise<readonly CommitResult[]>;

  constructor(answer: ToldStore["commit"]) {
    this.#answer = answer;
  }

  commit(): readonly CommitResult[] | Promise<readonly CommitResult[]> {
    this.commits += 1;
    return this.#answer();
  }

  entries(): AuditEntry[] {
    return [];
  }
}

const failing = (): never => {
  throw new Error("disk full");
};

describe("ImmutableAuditTrail", () => {
  it("appends, reads back and verifies", async () => {
    const trail = new ImmutableAuditTrail({ store: new MemoryStorage() });
    const [entry] = (await trail.append(change)) ?? [];
    expect(entry?.seq).toBe(1);
    expect(trail.appendSync(change)?.[0]?.seq).toBe(2);
    const kinds: string[] = [];
    for await (const record of trail.records(2)) kinds.push(`${record.seq} ${record.kind}`);
    expect(kinds).toEqual(["2 outcome"]);
    expect(await trail.verify()).toMatchObject({ intact: true, entries: 2 });
  });

  it.each([
    ["append", (trail: ImmutableAuditTrail) => trail.append(change)],
    ["appendSync", async (trail: ImmutableAuditTrail) => trail.appendSync(change)],
  ])("stays closed after %s has failed, also where the store has recovered", async (_, append) => {
    let fails = true;
    const store = new ToldStore(() => (fails ? failing() : [[]]));
    const trail = new ImmutableAuditTrail({ store });
    await expect(append(trail)).rejects.toThrow("cannot append to the audit trail: disk full");
    fails = false;
    await expect(trail.append(change)).rejects.toThrow("closed after an append failed");
    expect(() => trail.appendSync(change)).toThrow(AuditError);
    expect(store.commits).toBe(1);
  });

  it.each([
    ["nothing", () => []],
    ["too little", () => [[]]],
    ["a transition that was not asked for", () => [undefined]],
  ])("takes a store that answers with %s for one that failed", async (_, answer) => {
    const trail = new ImmutableAuditTrail({ store: new ToldStore(answer) });
    await expect(trail.append(change)).rejects.toThrow("the store kept 0 of 1 records");
    const other = new ImmutableAuditTrail({ store: new ToldStore(answer) });
    expect(() => other.appendSync(change)).toThrow(AuditError);
  });

  it("refuses to append at once where the store has to wait, and stays open", () => {
    const store = new MemoryStorage();
    Object.defineProperty(store, "synchronous", { value: false });
    const trail = new ImmutableAuditTrail({ store });
    expect(() => trail.appendSync(change)).toThrow(ConfigurationError);
    return expect(trail.append(change)).resolves.toHaveLength(1);
  });

  it("does not believe a store that calls itself synchronous and returns a promise", () => {
    const trail = new ImmutableAuditTrail({
      store: new ToldStore(() => Promise.resolve([[]])),
    });
    expect(() => trail.appendSync(change)).toThrow("a synchronous store returned a promise");
  });

  it("takes one store, and a second one only of the same place", () => {
    const trail = new ImmutableAuditTrail();
    expect(() => trail.entries()).toThrow("has no store yet");
    trail.attach(new MemoryStorage("one"));
    trail.attach(new MemoryStorage("one"));
    expect(() => trail.attach(new MemoryStorage("two"))).toThrow(
      'kept in "memory:one" and cannot move to "memory:two"',
    );
  });

  it.each(["", "{", "[]", '{"kind":"note"}', "{}"])("does not take %j for a record", (text) => {
    expect(() => readRecord({ seq: 3, hash: "", text })).toThrow("entry 3 is not a record");
  });
});
