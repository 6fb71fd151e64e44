import { beforeEach, describe, expect, it } from "vitest";
import { ImmutableAuditTrail } from "../audit/trail.ts";
import { ApprovalError, ConfigurationError } from "../errors.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { ApprovalEngine } from "./engine.ts";
import { approverKey } from "../../test/approvers.ts";
import { isAboutCall } from "../../test/judged-runtime.ts";
import { pendingRequest } from "../../test/pending-request.ts";

const EXPIRES = 1000;
let now: number;
let ids = 0;
let trail: ImmutableAuditTrail;
let engine: ApprovalEngine;

beforeEach(async () => {
  now = 1;
  const store = new MemoryStorage();
  trail = new ImmutableAuditTrail({ store });
  engine = new ApprovalEngine({ store, trail, clock: () => now, newId: () => `id${(ids += 1)}` });
  for (const request of [
    pendingRequest("a"),
    pendingRequest("b"),
    pendingRequest("two", { quorum: 2, expiresAt: 10 * EXPIRES }),
    pendingRequest("key", { approvers: ["alice", "bob"], expiresAt: 10 * EXPIRES }),
  ])
    await trail.append({ transitions: [{ type: "request", request }], records: [] });
});

async function records(): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const record of trail.records()) if (isAboutCall(record)) all.push(record);
  return all;
}

describe("ApprovalEngine", () => {
  it("lists what waits, oldest first, and what does not", async () => {
    expect((await engine.pending()).map(({ id }) => id)).toEqual(["a", "b", "two", "key"]);
    await engine.approve("a", { by: "carol" });
    expect((await engine.pending()).map(({ id }) => id)).toEqual(["b", "two", "key"]);
    expect((await engine.list("approved")).map(({ id }) => id)).toEqual(["a"]);
    now = EXPIRES;
    expect((await engine.pending()).map(({ id }) => id)).toEqual(["two", "key"]);
    expect((await engine.list("expired")).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("grants nothing with a no, whatever comes with it", async () => {
    const grant = { capability: "payments.*", environment: "*", durationSeconds: 60 };
    await engine.reject("a", { by: "carol", grant } as object);
    expect(await engine.grants()).toEqual([]);
  });

  it("approves and rejects, and records who did and what they said", async () => {
    const approved = await engine.approve("a", { by: "carol", note: "fine" });
    expect(approved).toMatchObject({
      state: "approved",
      answers: [{ answer: "approved", by: "carol", at: 1, note: "fine" }],
    });
    const rejected = await engine.reject("b", { by: "dave" });
    expect(rejected).toMatchObject({ state: "rejected", answers: [{ by: "dave" }] });
    expect(await engine.get("b")).toEqual(rejected);
    const common = { kind: "approval", time: "1970-01-01T00:00:00.001Z" };
    expect(await records()).toMatchObject([
      { ...common, approval: "a", digest: "digest of a", state: "approved", by: "carol" },
      { ...common, approval: "b", digest: "digest of b", state: "rejected", by: "dave" },
    ]);
  });

  it("keeps a rejection until the request expires", async () => {
    await engine.reject("a", { by: "carol" });
    await expect(engine.approve("a", { by: "dave" })).rejects.toThrow(
      'request "a" is rejected, not pending',
    );
    expect(await engine.get("a")).toMatchObject({ state: "rejected", answers: [{ by: "carol" }] });
    expect(await records()).toHaveLength(1);
  });

  it("cannot answer what has expired, to the millisecond", async () => {
    now = EXPIRES;
    for (const answer of [
      engine.approve("a", { by: "carol" }),
      engine.reject("a", { by: "carol" }),
    ])
      await expect(answer).rejects.toThrow('request "a" is expired, not pending');
    expect(await records()).toEqual([]);
    now = EXPIRES - 1;
    expect(await engine.approve("a", { by: "carol" })).toMatchObject({ state: "approved" });
  });

  it("takes one of two answers that come at once", async () => {
    const answers = await Promise.allSettled([
      engine.approve("a", { by: "carol" }),
      engine.reject("a", { by: "dave" }),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
    expect(await engine.get("a")).toMatchObject({ state: "approved", answers: [{ by: "carol" }] });
    expect(await records()).toHaveLength(1);
  });

  it("refuses answers to nothing and by nobody", async () => {
    await expect(engine.approve("z", { by: "carol" })).rejects.toThrow('there is no request "z"');
    await expect(engine.approve("a", { by: "  " })).rejects.toThrow(ApprovalError);
    expect(await engine.pending()).toHaveLength(4);
  });

  it("approves once a quorum has, and counts nobody twice", async () => {
    expect(await engine.approve("two", { by: "carol" })).toMatchObject({ state: "pending" });
    await expect(engine.approve("two", { by: "carol" })).rejects.toThrow(
      '"carol" has answered request "two" already',
    );
    expect(await engine.approve("two", { by: "dave" })).toMatchObject({ state: "approved" });
    expect(await records()).toHaveLength(2);
  });

  it("is rejected by one, however many must approve", async () => {
    await engine.approve("two", { by: "carol" });
    expect(await engine.reject("two", { by: "dave" })).toMatchObject({ state: "rejected" });
    await expect(engine.approve("two", { by: "erin" })).rejects.toThrow("is rejected, not pending");
  });

  it("wants the key of an approver where the request says so", async () => {
    await expect(engine.approve("key", { by: "alice" })).rejects.toThrow(
      "must be answered with the key of an approver (alice, bob)",
    );
    await expect(engine.reject("key", { signer: approverKey("eve") })).rejects.toThrow(
      '"eve" cannot answer request "key"',
    );
    await expect(
      engine.approve("key", { by: "bob", signer: approverKey("alice") }),
    ).rejects.toThrow('the key is that of "alice", not of "bob"');
    expect(await records()).toEqual([]);
    const { answers } = await engine.approve("key", { signer: approverKey("alice") });
    expect(answers).toMatchObject([
      { by: "alice", signature: expect.stringContaining("— alice ") },
    ]);
    expect(await records()).toMatchObject([{ by: "alice", signature: answers[0]?.signature }]);
  });

  it("takes a request back, for good, and records who did", async () => {
    expect(await engine.cancel("a", { by: "agent", reason: "no longer needed" })).toMatchObject({
      state: "cancelled",
      cancelledBy: "agent",
      cancelledFor: "no longer needed",
    });
    await expect(engine.approve("a", { by: "carol" })).rejects.toThrow("is cancelled, not pending");
    await expect(engine.cancel("a", { by: "agent" })).rejects.toThrow("cannot be cancelled");
    expect(await records()).toMatchObject([{ state: "cancelled", by: "agent" }]);
  });

  it("says that it has no storage where it has none", async () => {
    await expect(new ApprovalEngine().pending()).rejects.toThrow(ConfigurationError);
  });
});
