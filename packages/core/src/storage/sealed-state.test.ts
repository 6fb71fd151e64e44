import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { NOW, requestOf, SealingScratch } from "../../test/sealing.ts";
import type { ApprovedGrant } from "../approvals/grant.ts";
import { allGrants, allRequests } from "../approvals/stored.ts";
import type { Transition } from "../approvals/transition.ts";
import { SqliteStorage } from "./sqlite.ts";

const DAY = 86_400_000;

let scratch: SealingScratch;
beforeEach(() => {
  scratch = new SealingScratch();
});
afterEach(() => scratch.remove());

/** Which of some transitions, each in a commit of its own, apply in the log as it is. */
async function applied(...transitions: readonly Transition[]): Promise<readonly boolean[]> {
  const [store, trail] = await scratch.trail();
  const results: boolean[] = [];
  for (const transition of transitions)
    results.push((await trail.append({ transitions: [transition], records: [] })) !== undefined);
  await trail.close();
  store.close();
  return results;
}

/** Uses 1 of a limit of 3 in a window of so many days. */
function using(at: number, days = 30): Transition {
  const limit = { bucket: "transfers", window: days * DAY, uses: "1", most: "3" };
  return { type: "reserve", limits: [limit], at: () => at };
}

/** Shows a token with a proof. */
const presenting = (id: string, nonce: string, until = NOW + 1000): Transition => ({
  type: "present",
  ids: [id],
  nonce,
  until,
  at: () => Math.min(NOW, until) - 500,
});

const consuming = (id: string): Transition => ({ type: "consume", id, at: () => NOW });

function grantOf(id: string, changes: Partial<ApprovedGrant> = {}): ApprovedGrant {
  return {
    id,
    actor: "agent",
    capability: "payments.*",
    environment: "*",
    grantedBy: "carol",
    createdAt: NOW - 1000,
    expiresAt: NOW + 1000,
    endorsements: [{ by: "carol", at: NOW - 1000 }],
    quorum: 1,
    ...changes,
  };
}

const use = (id: string): Transition => ({ type: "use", id, at: () => NOW });
const answer = (by: string): Transition => ({
  type: "answer",
  id: "waiting",
  answer: { answer: "approved", by, at: NOW },
  at: () => NOW,
});
const granting = (grant: ApprovedGrant): Transition => ({ type: "grant", grant });

describe("what goes on after a seal", () => {
  it("is what was used of a limit, as exactly as before, and again after the next seal", async () => {
    await scratch.makeLog();
    expect(await applied(using(NOW - 20 * DAY), using(NOW - 10 * DAY))).toEqual([true, true]);
    await scratch.seal();
    expect(await applied(using(NOW), using(NOW))).toEqual([true, false]);
    await scratch.seal({ clock: () => NOW + 1 });
    expect(await applied(using(NOW + 9 * DAY))).toEqual([false]);
    // The first use has left the window, and gives back its part alone.
    expect(await applied(using(NOW + 11 * DAY), using(NOW + 11 * DAY))).toEqual([true, false]);
  });

  it("is of a limit what counts in the longest window, counted from what was used before", async () => {
    await scratch.makeLog();
    const times = [NOW - 500 * DAY, NOW - 400 * DAY, NOW - 300 * DAY, NOW - 200 * DAY];
    const unbounded = times.map((time): Transition => ({
      type: "reserve",
      limits: [{ bucket: "transfers", window: DAY, uses: "0.5" }],
      at: () => time,
    }));
    expect(await applied(...unbounded)).toEqual([true, true, true, true]);
    await scratch.seal();
    const storage = SqliteStorage.open(scratch.file);
    expect(storage.since("usage", "transfers", 0)).toMatchObject([
      { version: 1, time: times[1], text: "1.0" },
      { version: 2, time: times[2], text: "1.5" },
      { version: 3, time: times[3], text: "2.0" },
    ]);
    storage.close();
    const most = (uses: string): Transition => ({
      type: "reserve",
      limits: [{ bucket: "transfers", window: 365 * DAY, uses, most: "3" }],
      at: () => NOW,
    });
    expect(await applied(most("2.1"), most("2"), most("0.1"))).toEqual([false, true, false]);
  });

  it("is an approval that was not used, which is used once", async () => {
    await scratch.makeLog([requestOf("granted", "approved")]);
    await scratch.seal();
    expect(await applied(consuming("granted"), consuming("granted"))).toEqual([true, false]);
  });

  it("is no approval that was used, nor one that was cancelled", async () => {
    await scratch.makeLog([requestOf("used", "approved"), requestOf("taken back", "approved")]);
    const cancel = { type: "cancel", id: "taken back", by: "agent", at: () => NOW } as const;
    expect(await applied(consuming("used"), cancel)).toEqual([true, true]);
    await scratch.seal();
    expect(await applied(consuming("used"), consuming("taken back"))).toEqual([false, false]);
    const storage = SqliteStorage.open(scratch.file);
    expect(allRequests(storage)).toEqual([]);
    storage.close();
  });

  it("is a request with the answers that it has, which go on to be counted", async () => {
    await scratch.makeLog([{ ...requestOf("waiting", "pending"), quorum: 2 }]);
    expect(await applied(answer("carol"))).toEqual([true]);
    await scratch.seal();
    expect(await applied(answer("carol"), consuming("waiting"))).toEqual([false, false]);
    expect(await applied(answer("dave"), consuming("waiting"))).toEqual([true, true]);
  });

  it("are grants that are neither expired nor revoked", async () => {
    await scratch.makeLog();
    const revocation = { by: "carol", at: NOW };
    const done = await applied(
      granting(grantOf("active")),
      granting(grantOf("incomplete", { quorum: 2 })),
      granting(grantOf("expired", { expiresAt: NOW })),
      granting(grantOf("revoked")),
      { type: "revoke", id: "revoked", revocation },
    );
    expect(done).not.toContain(false);
    await scratch.seal();
    const storage = SqliteStorage.open(scratch.file);
    expect(allGrants(storage)).toEqual([grantOf("active"), grantOf("incomplete", { quorum: 2 })]);
    storage.close();
    expect(await applied(use("active"), use("incomplete"), use("expired"), use("revoked"))).toEqual(
      [true, false, false, false],
    );
    expect(await applied({ type: "revoke", id: "active", revocation }, use("active"))).toEqual([
      true,
      false,
    ]);
  });

  it("are tokens that were revoked, and proofs that could be shown again", async () => {
    await scratch.makeLog();
    const revoke: Transition = {
      type: "revoke_token",
      id: "bad",
      revocation: { by: "carol", at: NOW - 500 },
    };
    const shown = [
      presenting("good", "used"),
      presenting("good", "over", NOW),
      presenting("good", "old", NOW - DAY),
    ];
    expect(await applied(...shown, revoke)).toEqual([true, true, true, true]);
    await scratch.seal();
    const again = [
      presenting("good", "used"),
      // The clock may have been set back since.
      presenting("good", "over"),
      presenting("bad", "fresh"),
      presenting("good", "fresh"),
    ];
    expect(await applied(...again)).toEqual([false, false, false, true]);
    const storage = SqliteStorage.open(scratch.file);
    // Nobody takes it any more for what it was.
    expect(storage.latest("proof", "old")).toBe(undefined);
    storage.close();
  });

  it("is what was used of tokens that could be shown again", async () => {
    await scratch.makeLog();
    const spending = (bucket: string, until: number): Transition => ({
      type: "reserve",
      limits: [{ bucket, window: Number.MAX_SAFE_INTEGER, uses: "1", most: "1", until }],
      at: () => NOW - 500 * DAY,
    });
    const spent = [spending("good", NOW + 1), spending("over", NOW), spending("old", NOW - DAY)];
    expect(await applied(...spent)).toEqual([true, true, true]);
    for (const later of [0, 1]) {
      await scratch.seal({ clock: () => NOW + later });
      // The clock may have been set back since.
      expect(await applied(spending("good", NOW + 1))).toEqual([false]);
    }
    const storage = SqliteStorage.open(scratch.file);
    expect(storage.latest("usage", "over")).toMatchObject({ version: 1, text: "1" });
    expect(storage.latest("usage", "old")).toBe(undefined);
    storage.close();
  });

  it("comes with the first record or not at all", async () => {
    await scratch.makeLog([requestOf("granted", "approved")]);
    await applied(using(NOW));
    const stopped = scratch.seal({
      onStep(step) {
        if (step === "put it in place") throw new Error("stopped");
      },
    });
    await expect(stopped).rejects.toThrow("stopped");
    expect(await scratch.seal()).toMatchObject({ approvals: 1 });
    const storage = SqliteStorage.open(scratch.file);
    expect(storage.latest("usage", "transfers")).toMatchObject({ version: 1, text: "1" });
    expect(storage.latest("request", "granted")).toMatchObject({ version: 1 });
    storage.close();
  });

  it("is nothing where what is stored is not readable: then the log stays as it is", async () => {
    await scratch.makeLog();
    const [store, trail] = await scratch.trail();
    store.commit({
      reads: { ids: [], keys: [], times: [] },
      insertions: () => ({
        versions: [{ kind: "grant", id: "g", version: 1, key: "", time: NOW, text: "{}" }],
        entries: [],
      }),
    });
    await trail.close();
    store.close();
    await expect(scratch.seal()).rejects.toThrow('the stored grant "g" is not readable');
    expect(scratch.segments).toHaveLength(1);
  });
});
