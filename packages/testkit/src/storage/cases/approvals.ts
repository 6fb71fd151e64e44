import type { StorageEngine } from "@capfence/core";
import { expect } from "vitest";
import { collect } from "../../collect.ts";
import {
  answering,
  applies,
  apply,
  consuming,
  CREATED,
  EXPIRES,
  pendingRequest,
  queueing,
} from "../fixtures.ts";
import type { StorageCase } from "../storage-case.ts";

/** How requests for approval change, and what they change with. */
export const approvalStorageCases: readonly StorageCase[] = [
  {
    name: "keeps a request as it was given, by its id and by its digest",
    async run(open) {
      const engine = await open();
      const request = pendingRequest("a", {
        environment: "production",
        context: { sessionId: "s", toolName: "transfer" },
        rule: "deny[0]",
        reason: "ask — élan \u{1F600}",
      });
      expect(await applies(engine, queueing(request))).toBe(true);
      expect(await engine.request("a")).toEqual(request);
      expect(await engine.newestRequest("digest")).toEqual(request);
      expect(await engine.request("b")).toBeUndefined();
      expect(await engine.newestRequest("other")).toBeUndefined();
    },
  },
  {
    name: "goes on after a transition that does not apply, and says so",
    async run(open) {
      const engine = await open();
      const applied = await apply(engine, consuming("nobody"), queueing(pendingRequest("a")));
      expect(applied).toEqual([false, true]);
      expect(await collect(engine.entries())).toHaveLength(1);
      expect(await apply(engine, consuming("nobody"))).toEqual([false]);
      expect(await collect(engine.entries())).toHaveLength(1);
    },
  },
  {
    name: "sees in one commit what earlier transitions of that commit did",
    async run(open) {
      const engine = await open();
      const applied = await apply(
        engine,
        queueing(pendingRequest("a")),
        queueing(pendingRequest("b")),
        answering("a", "approved"),
        consuming("a"),
        consuming("a"),
      );
      expect(applied).toEqual([true, false, true, true, false]);
    },
  },
  {
    name: "answers a pending request once, with who answered and what they said",
    async run(open) {
      const engine = await withPending(open);
      const words = { by: "carol", note: "fine", at: () => CREATED + 5 };
      const approved = { type: "resolve", id: "a", state: "approved", ...words } as const;
      expect(await applies(engine, approved)).toBe(true);
      expect(await engine.request("a")).toEqual(
        pendingRequest("a", {
          state: "approved",
          resolvedBy: "carol",
          note: "fine",
          resolvedAt: CREATED + 5,
        }),
      );
      expect(await applies(engine, answering("a", "rejected"))).toBe(false);
      expect(await applies(engine, answering("a", "approved"))).toBe(false);
    },
  },
  {
    name: "uses up only what was approved, once",
    async run(open) {
      const engine = await withPending(open);
      expect(await applies(engine, consuming("a"))).toBe(false);
      await applies(engine, answering("a", "approved"));
      expect(await applies(engine, consuming("a"))).toBe(true);
      expect(await applies(engine, consuming("a"))).toBe(false);
      expect(await engine.request("a")).toMatchObject({ state: "consumed" });
    },
  },
  {
    name: "never uses up what was rejected",
    async run(open) {
      const engine = await withPending(open);
      await applies(engine, answering("a", "rejected"));
      expect(await applies(engine, consuming("a"))).toBe(false);
      expect(await applies(engine, answering("a", "approved"))).toBe(false);
    },
  },
  {
    name: "answers up to the last millisecond and not at the expiry itself",
    async run(open) {
      const late = await withPending(open);
      expect(await applies(late, answering("a", "approved", EXPIRES))).toBe(false);
      expect(await late.request("a")).toMatchObject({ state: "pending" });
      expect(await applies(late, answering("a", "approved", EXPIRES - 1))).toBe(true);
      expect(await applies(late, consuming("a", EXPIRES))).toBe(false);
      expect(await applies(late, consuming("a", EXPIRES - 1))).toBe(true);
    },
  },
  {
    name: "lets one of many callers use an approval",
    async run(open) {
      const engine = await withPending(open);
      await applies(engine, answering("a", "approved"));
      const callers = Array.from({ length: 20 }, () => applies(engine, consuming("a")));
      const used = (await Promise.all(callers)).filter(Boolean);
      expect(used).toHaveLength(1);
    },
  },
  {
    name: "queues one request of a digest until it is used or has expired",
    async run(open) {
      const engine = await withPending(open);
      const next = (id: string, createdAt: number = CREATED): Promise<boolean> =>
        applies(engine, queueing(pendingRequest(id, { createdAt, expiresAt: createdAt + 60_000 })));
      expect(await next("while pending")).toBe(false);
      await applies(engine, answering("a", "approved"));
      expect(await next("while approved")).toBe(false);
      await applies(engine, consuming("a"));
      expect(await next("b")).toBe(true);
      await applies(engine, answering("b", "rejected"));
      expect(await next("while rejected", EXPIRES - 1)).toBe(false);
      expect(await next("c", EXPIRES)).toBe(true);
      expect((await engine.requests()).map(({ id }) => id)).toEqual(["a", "b", "c"]);
      expect(await engine.newestRequest("digest")).toMatchObject({ id: "c" });
    },
  },
  {
    name: "keeps requests of different digests apart, oldest first",
    async run(open) {
      const engine = await open();
      for (const id of ["z", "m", "a"])
        await applies(engine, queueing(pendingRequest(id, { digest: `digest of ${id}` })));
      await applies(engine, answering("z", "approved"));
      expect((await engine.requests()).map(({ id }) => id)).toEqual(["z", "m", "a"]);
      expect(await engine.newestRequest("digest of m")).toMatchObject({ id: "m" });
    },
  },
  {
    name: "neither changes nor shares what it is given and what it gives",
    async run(open) {
      const engine = await open();
      const request = pendingRequest("a");
      const before = structuredClone(request);
      const change = queueing(request);
      await applies(engine, change);
      expect(change).toEqual(queueing(before));
      await applies(engine, answering("a", "approved"));
      expect(request).toEqual(before);
      tamper(request);
      tamper(await engine.request("a"));
      tamper(await engine.newestRequest("digest"));
      tamper((await engine.requests())[0]);
      const kept = { ...before, state: "approved", resolvedBy: "carol", resolvedAt: CREATED };
      expect(await engine.request("a")).toEqual(kept);
    },
  },
];

async function withPending(open: () => Promise<StorageEngine>): Promise<StorageEngine> {
  const engine = await open();
  await applies(engine, queueing(pendingRequest("a")));
  return engine;
}

/** What a careless or hostile holder of an object might try; engines may freeze what they give. */
function tamper(request: object | undefined): void {
  if (request === undefined) throw new Error("there is no request");
  Reflect.set(request, "state", "consumed");
  const { payload } = request as { payload: { to: string[] } };
  Reflect.set(payload.to, "0", "eve");
}
