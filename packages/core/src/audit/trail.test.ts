import { describe, expect, it } from "vitest";
import { change, draft, kindsIn } from "../../test/told-trail.ts";
import { AuditError, ConfigurationError } from "../errors.ts";
import { MemoryState } from "../storage/memory-state.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { readRecord } from "./read-record.ts";
import { generateSignerKey, readSignerKey } from "../encoding/note/note-key.ts";
import type { Commit } from "./store.ts";
import { ImmutableAuditTrail } from "./trail.ts";

/** A memory store that commits as it is told to. */
class ToldStore extends MemoryStorage {
  commits = 0;
  readonly #commit: (commit: Commit, memory: (commit: Commit) => void) => unknown;

  constructor(commit: (commit: Commit, memory: (commit: Commit) => void) => unknown) {
    super("told");
    this.#commit = commit;
  }

  override commit(commit: Commit): void {
    this.commits += 1;
    return this.#commit(commit, (one) => super.commit(one)) as undefined;
  }
}

const failing = (): never => {
  throw new Error("disk full");
};

describe("ImmutableAuditTrail", () => {
  it("opens with the first append, appends, reads back, closes and verifies", async () => {
    const trail = new ImmutableAuditTrail({ store: new MemoryStorage() });
    expect(await kindsIn(trail)).toEqual([]);
    expect(trail.isClosed).toBe(false);
    const [entry] = (await trail.append(change)) ?? [];
    expect(entry?.seq).toBe(2);
    expect(trail.appendSync(change)?.[0]?.seq).toBe(3);
    await trail.close();
    expect(trail.isClosed).toBe(true);
    expect(await kindsIn(trail)).toEqual(["open", "outcome", "outcome", "close"]);
    expect(await trail.verify()).toMatchObject({ intact: true, entries: 4 });
    await expect(trail.append(change)).rejects.toThrow("the audit trail is closed");
    await trail.close();
  });

  it("closes after what was asked for before, also where that opens the log", async () => {
    const trail = new ImmutableAuditTrail({ store: new MemoryStorage() });
    const appended = trail.append(change);
    await trail.close();
    await appended;
    expect(await kindsIn(trail)).toEqual(["open", "outcome", "close"]);
  });

  it("leaves nothing of a trail that was never appended to", async () => {
    const trail = new ImmutableAuditTrail({ store: new MemoryStorage() });
    await trail.open();
    await new ImmutableAuditTrail({ store: new MemoryStorage() }).close();
    expect(await kindsIn(trail)).toEqual([]);
  });

  it.each([
    ["append", (trail: ImmutableAuditTrail) => trail.append(change)],
    ["appendSync", async (trail: ImmutableAuditTrail) => trail.appendSync(change)],
  ])("stays closed after %s has failed, also where the store has recovered", async (_, append) => {
    let fails = true;
    const store = new ToldStore((commit, memory) => (fails ? failing() : memory(commit)));
    const trail = new ImmutableAuditTrail({ store });
    await expect(append(trail)).rejects.toThrow("cannot append to the audit trail: disk full");
    expect(trail.isClosed).toBe(true);
    fails = false;
    await expect(trail.append(change)).rejects.toThrow("open it anew to go on (disk full)");
    expect(() => trail.appendSync(change)).toThrow(AuditError);
    await trail.close();
    expect(store.commits).toBe(1);
    expect([...store.entries()]).toEqual([]);
  });

  it("is closed by the time that those who shared a commit are told that it failed", async () => {
    const trail = new ImmutableAuditTrail({ store: new ToldStore(failing) });
    const [one, other] = await Promise.allSettled([
      trail.append(change).catch(() => trail.append(change)),
      trail.append(change),
    ]);
    expect(one).toMatchObject({
      reason: { message: expect.stringContaining("open it anew to go on (disk full)") },
    });
    expect(other).toEqual({
      status: "rejected",
      reason: new AuditError("cannot append to the audit trail: disk full"),
    });
  });

  it("says why its end could not be recorded", async () => {
    let fails = false;
    const store = new ToldStore((commit, memory) => (fails ? failing() : memory(commit)));
    const trail = new ImmutableAuditTrail({ store });
    await trail.append(change);
    fails = true;
    await expect(trail.close()).rejects.toThrow(/^cannot append to the audit trail: disk full$/);
  });

  it("tells who appends to a trail without a store", async () => {
    await expect(new ImmutableAuditTrail().append(change)).rejects.toThrow("has no store yet");
  });

  it.each<[string, ConstructorParameters<typeof ToldStore>[0], string]>([
    ["does not ask for the insertions", () => undefined, "did not take the records"],
    [
      "asks for them twice",
      ({ insertions }) => [insertions(new MemoryState()), insertions(new MemoryState())],
      "must ask for the insertions of a commit once",
    ],
  ])("takes a store that %s for one that failed", async (_, commit, message) => {
    const trail = new ImmutableAuditTrail({ store: new ToldStore(commit) });
    await expect(trail.append(change)).rejects.toThrow(message);
    const other = new ImmutableAuditTrail({ store: new ToldStore(commit) });
    expect(() => other.appendSync(change)).toThrow(AuditError);
  });

  it.each(Array.from({ length: 8 }, (_, hops) => hops + 1))(
    "commits nothing after a failure, also for who asks %i microtasks after it",
    async (hops) => {
      const soon = async (ask: () => unknown): Promise<unknown> => {
        for (let hop = 0; hop < hops; hop += 1) await Promise.resolve();
        return ask();
      };
      for (const waits of [false, true]) {
        const asked: Promise<unknown>[] = [];
        const store = new ToldStore((commit, memory) => {
          if (store.commits > 1) return memory(commit);
          asked.push(soon(() => trail.append(change)));
          if (waits) return Promise.resolve().then(failing);
          asked.push(soon(() => trail.appendSync(change)));
          return failing();
        });
        const trail = new ImmutableAuditTrail({ store });
        await expect(trail.append(change)).rejects.toThrow("disk full");
        const answers = await Promise.allSettled(asked);
        expect(answers.map(({ status }) => status)).not.toContain("fulfilled");
        expect(store.commits).toBe(1);
      }
    },
  );

  it("does not append what waits already when an anchor that is required has failed", async () => {
    const store = new ToldStore((commit, memory) => Promise.resolve().then(() => memory(commit)));
    const waiting: Promise<unknown>[] = [];
    const anchor = {
      name: "full disk",
      required: true,
      publish: () => {
        waiting.push(trail.append(change));
        failing();
      },
    };
    const signer = readSignerKey(generateSignerKey("example.org/log"));
    const trail = new ImmutableAuditTrail({ store, signer, anchors: [anchor] });
    await trail.append(change);
    const [answer] = await Promise.allSettled(waiting);
    expect(answer?.status).toBe("rejected");
    expect(store.commits).toBe(1);
  });

  it("refuses to append at once where the store has to wait, and stays open", () => {
    const store = new MemoryStorage();
    Object.defineProperty(store, "synchronous", { value: false });
    const trail = new ImmutableAuditTrail({ store });
    expect(() => trail.appendSync(change)).toThrow(ConfigurationError);
    return expect(trail.append(change)).resolves.toHaveLength(1);
  });

  it("does not believe a store that calls itself synchronous and returns a promise", () => {
    const store = new ToldStore((commit, memory) => Promise.resolve(memory(commit)));
    const trail = new ImmutableAuditTrail({ store });
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
    expect(() => readRecord({ writer: "w", seq: 3, text })).toThrow(
      "entry 3 of writer w is not a record",
    );
  });

  it("refuses a record that could not be read back, and closes", async () => {
    const trail = new ImmutableAuditTrail({ store: new MemoryStorage() });
    const unreadable = { records: [{ ...draft, time: "\ud800" }] };
    await expect(trail.append(unreadable)).rejects.toThrow("lone surrogate");
    expect(await kindsIn(trail)).toEqual([]);
  });
});
