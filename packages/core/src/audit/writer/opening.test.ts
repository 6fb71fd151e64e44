import { describe, expect, it } from "vitest";
import { inserting } from "../../../test/inserting.ts";
import { change, KeepingAnchor, signer } from "../../../test/told-trail.ts";
import { AuditError } from "../../errors.ts";
import { MemoryStorage } from "../../storage/memory.ts";
import type { Anchor } from "../anchor.ts";
import { readVerifierKey } from "../../encoding/note/note-key.ts";
import type { AuditRecord, RecordDraft } from "../record.ts";
import { ImmutableAuditTrail } from "../trail.ts";
import { LogWriter } from "./log-writer.ts";

async function opened(store: MemoryStorage, facts: object = {}): Promise<ImmutableAuditTrail> {
  const trail = new ImmutableAuditTrail({ store, signer, ...facts });
  await trail.append(change);
  return trail;
}

async function openings(trail: ImmutableAuditTrail): Promise<readonly AuditRecord[]> {
  const records: AuditRecord[] = [];
  for await (const record of trail.records()) if (record.kind === "open") records.push(record);
  return records;
}

describe("a trail that opens on a store that has been written to", () => {
  it("says how far the writers before it had come, and of those that were closed only once", async () => {
    const store = new MemoryStorage();
    const first = await opened(store);
    await first.close();
    const running = await opened(store);
    const third = await opened(store);
    expect(await openings(third)).toMatchObject([
      { roster: [], key: expect.stringContaining("example.org/log+") as string },
      { roster: [{ size: 5, closed: true }] },
      { roster: [{ size: 3 }] },
    ]);
    expect(readVerifierKey((await openings(third))[0]?.["key" as never] ?? "").id).toEqual(
      signer.verifier.id,
    );
    await running.append(change);
    await third.close();
    expect(await third.verify()).toMatchObject({ intact: true });
  });

  it.each([
    ["is gone", (): MemoryStorage => new MemoryStorage(), "the records of writer"],
    ["is another", undefined, "should have at least"],
  ])(
    "refuses to open where the log %s, unless that is accepted and recorded",
    async (_, other, message) => {
      const store = new MemoryStorage();
      const anchor = new KeepingAnchor();
      const trail = await opened(store, { anchors: [anchor] });
      await trail.append(change);
      await trail.close();
      const damaged = other?.() ?? truncated(store, 3);
      const next = new ImmutableAuditTrail({ store: damaged, signer, anchors: [anchor] });
      await expect(next.open()).rejects.toThrow(message);
      await expect(next.append(change)).rejects.toThrow(AuditError);
      expect([...damaged.entries()]).toHaveLength(other === undefined ? 3 : 0);
      const accepting = new ImmutableAuditTrail({
        store: damaged,
        signer,
        anchors: [anchor],
        acceptLoss: true,
      });
      await accepting.append(change);
      expect((await openings(accepting)).at(-1)).toMatchObject({
        acceptedLoss: [{ size: 5, found: other === undefined ? 3 : 0 }],
      });
      expect(anchor.published.at(-1)?.covers).toContainEqual({
        origin: anchor.published[0]?.origin,
        size: 5,
      });
    },
  );

  it("opens where the log has what the anchors keep", async () => {
    const store = new MemoryStorage();
    const anchor = new KeepingAnchor();
    await (await opened(store, { anchors: [anchor] })).close();
    await (await opened(store, { anchors: [anchor] })).close();
    expect(anchor.published.at(-1)?.covers).toEqual([
      { origin: anchor.published[0]?.origin, size: 5 },
    ]);
  });

  it("lets no anchor forget a log for a writer that poses as it with a slash in its name", async () => {
    const store = new MemoryStorage();
    const anchor = new KeepingAnchor();
    await (await opened(store, { anchors: [anchor] })).close();
    const victim = [...store.entries()][0]?.writer ?? "";
    const poser = new LogWriter(`log/${victim}`);
    const head = "0".repeat(64);
    const roster = [{ writer: victim, size: 5, head, closed: true as const }];
    const open = { kind: "open", time: "now", key: "example.org+1+1", roster } as const;
    store.commit(inserting(poser.link(open)));
    for (const facts of [{}, { continues: { store, end: roster[0], segment: "audit-1.db" } }]) {
      const into = "continues" in facts ? new MemoryStorage() : store;
      await opened(into, { anchors: [anchor], ...facts });
      const { origin } = anchor.published[0] ?? {};
      const covers = anchor.published.at(-1)?.covers ?? [];
      expect(covers.filter((one) => one.origin === origin)).toEqual(
        "continues" in facts ? [{ origin, size: 5 }] : [],
      );
    }
  });

  it.each([[[null]], [[{ writer: 1 }]], [1]])(
    "opens where somebody wrote a first record with the roster %j",
    async (roster) => {
      const store = new MemoryStorage();
      const forger = new LogWriter("0123456789abcdef");
      const open = { kind: "open", time: "now", roster } as unknown as RecordDraft;
      store.commit(inserting(forger.link(open)));
      const trail = await opened(store);
      expect((await openings(trail)).at(-1)).toMatchObject({ roster: [{ size: 1 }] });
    },
  );

  it("goes on from a sealed log, which anchors may forget, unless that is not what they know", async () => {
    const before = new MemoryStorage();
    const anchor = new KeepingAnchor();
    const trail = await opened(before, { anchors: [anchor] });
    await trail.close();
    const [last] = anchor.published.slice(-1);
    const head = [...before.entries()].at(-1);
    const end = {
      writer: head?.writer ?? "",
      size: 5,
      head: "ab".repeat(32),
      closed: true,
    } as const;
    const goOn = (store: MemoryStorage): Promise<ImmutableAuditTrail> => {
      const continues = { store, end, segment: "audit-1.db" };
      return opened(new MemoryStorage(), { anchors: [anchor], continues });
    };
    await expect(goOn(truncated(before, 3))).rejects.toThrow("should have at least");
    await expect(goOn(new MemoryStorage())).rejects.toThrow("are gone");
    const next = await goOn(before);
    expect(await openings(next)).toMatchObject([{ roster: [{ ...end, segment: "audit-1.db" }] }]);
    expect(anchor.published.at(-1)?.covers).toEqual([{ origin: last?.origin, size: 5 }]);
    expect(await next.verify()).toMatchObject({
      intact: true,
      continues: [{ segment: "audit-1.db" }],
    });
  });

  it("appends at once only where no anchor has to be waited for, and says how to open before", async () => {
    const patient: Anchor = {
      name: "far",
      publish: () => undefined,
      kept: () => Promise.resolve([]),
    };
    const trail = new ImmutableAuditTrail({ store: new MemoryStorage(), anchors: [patient] });
    expect(() => trail.appendSync(change)).toThrow("await auditTrail.open() first");
    await expect(trail.append(change)).resolves.toHaveLength(1);
    const opening = new ImmutableAuditTrail({ store: new MemoryStorage(), anchors: [patient] });
    await opening.open();
    expect(opening.appendSync(change)).toHaveLength(1);
  });
});

/** A store with the first entries of another. */
function truncated(store: MemoryStorage, size: number): MemoryStorage {
  const other = new MemoryStorage();
  const entries = [...store.entries()].slice(0, size);
  other.commit(inserting(...entries));
  return other;
}
