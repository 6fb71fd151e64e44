import { beforeEach, describe, expect, it } from "vitest";
import { ImmutableAuditTrail } from "../audit/trail.ts";
import { ApprovalError, ConfigurationError } from "../errors.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { ApprovalEngine } from "./engine.ts";
import type { ApprovalRequest } from "./request.ts";
import { isAboutCall } from "../../test/judged-runtime.ts";

const EXPIRES = 1000;
let now: number;
let trail: ImmutableAuditTrail;
let engine: ApprovalEngine;

beforeEach(async () => {
  now = 1;
  const store = new MemoryStorage();
  trail = new ImmutableAuditTrail({ store });
  engine = new ApprovalEngine({ store, trail, clock: () => now });
  for (const id of ["a", "b"]) await trail.append({ ...queueing(id), records: [] });
});

function queueing(id: string): { transition: { type: "request"; request: ApprovalRequest } } {
  const request: ApprovalRequest = {
    id,
    digest: `digest of ${id}`,
    state: "pending",
    actor: "agent",
    capability: "payments.transfer",
    context: {},
    payload: {},
    policyDigest: "policy",
    createdAt: 0,
    expiresAt: EXPIRES,
  };
  return { transition: { type: "request", request } };
}

async function records(): Promise<readonly unknown[]> {
  const all: unknown[] = [];
  for await (const record of trail.records()) if (isAboutCall(record)) all.push(record);
  return all;
}

describe("ApprovalEngine", () => {
  it("lists what waits, oldest first, and what does not", async () => {
    expect((await engine.pending()).map(({ id }) => id)).toEqual(["a", "b"]);
    await engine.approve("a", { by: "carol" });
    expect((await engine.pending()).map(({ id }) => id)).toEqual(["b"]);
    expect((await engine.list("approved")).map(({ id }) => id)).toEqual(["a"]);
    now = EXPIRES;
    expect(await engine.pending()).toEqual([]);
    expect((await engine.list("expired")).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  it("approves and rejects, and records who did and what they said", async () => {
    const approved = await engine.approve("a", { by: "carol", note: "fine" });
    expect(approved).toMatchObject({ state: "approved", resolvedBy: "carol", resolvedAt: 1 });
    const rejected = await engine.reject("b", { by: "dave" });
    expect(rejected).toMatchObject({ state: "rejected", resolvedBy: "dave" });
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
    expect(await engine.get("a")).toMatchObject({ state: "rejected", resolvedBy: "carol" });
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
    expect(await engine.get("a")).toMatchObject({ state: "approved", resolvedBy: "carol" });
    expect(await records()).toHaveLength(1);
  });

  it("refuses answers to nothing and by nobody", async () => {
    await expect(engine.approve("z", { by: "carol" })).rejects.toThrow('there is no request "z"');
    await expect(engine.approve("a", { by: "  " })).rejects.toThrow(ApprovalError);
    expect(await engine.pending()).toHaveLength(2);
  });

  it("says that it has no storage where it has none", async () => {
    await expect(new ApprovalEngine().pending()).rejects.toThrow(ConfigurationError);
  });
});
