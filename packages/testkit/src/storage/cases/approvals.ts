import { allRequests, findRequest, newestRequest, type Transition } from "@capfence/core";
import { expect } from "vitest";
import {
  answering,
  Changes,
  consuming,
  CREATED,
  EXPIRES,
  pendingRequest,
  queueing,
  sum,
} from "../changes.ts";
import type { StorageCase } from "../storage-case.ts";

/** Says that the request "a" has expired. */
function expiring(at: number): Transition {
  return { type: "expire", id: "a", at: () => at };
}

/** How requests for approval change on an engine. */
export const approvalStorageCases: readonly StorageCase[] = [
  {
    name: "keeps a request as it was given, by its id and by its digest",
    async run(open) {
      const engine = await open();
      const request = pendingRequest("a", {
        environment: "production",
        context: { sessionId: "s", toolName: "transfer" },
        payload: { to: ["bob", "\u0000"] },
        rule: "deny[0]",
        reason: "ask — élan \u{1F600}",
      });
      expect(await new Changes(engine).apply(queueing(request))).toBe(true);
      expect(await findRequest(engine, "a")).toEqual(request);
      expect(await newestRequest(engine, "digest")).toEqual(request);
      expect(await findRequest(engine, "b")).toBeUndefined();
      expect(await newestRequest(engine, "other")).toBeUndefined();
    },
  },
  {
    name: "settles a request once a quorum has approved, of which nobody counts twice",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      await changes.apply(queueing(pendingRequest("a", { quorum: 2 })));
      expect(await changes.apply(answering("a", "approved"))).toBe(true);
      expect(await changes.apply(answering("a", "approved"))).toBe(false);
      expect(await changes.apply(consuming("a"))).toBe(false);
      expect(await changes.apply(answering("a", "approved", "dave"))).toBe(true);
      expect(await changes.apply(answering("a", "rejected", "erin"))).toBe(false);
      expect(await findRequest(engine, "a")).toMatchObject({
        state: "approved",
        answers: [{ by: "carol" }, { by: "dave" }],
      });
      expect(await changes.apply(consuming("a"))).toBe(true);
    },
  },
  {
    name: "takes each of many answers into account that come at once",
    async run(open) {
      const engine = await open();
      const [one, other] = [new Changes(engine), new Changes(engine)];
      await one.apply(queueing(pendingRequest("a", { quorum: 10 })));
      const answers = Array.from({ length: 20 }, (_, index) =>
        answering("a", "approved", `approver ${index % 10}`),
      );
      const counts = [one.countApplied(answers.slice(5)), other.countApplied(answers.slice(0, 5))];
      const [left = 0, right = 0] = await Promise.all(counts);
      expect(left + right).toBe(10);
      expect(await findRequest(engine, "a")).toMatchObject({ state: "approved" });
    },
  },
  {
    name: "never uses up what was rejected, cancelled or not approved",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      const cancel = { type: "cancel", id: "cancelled", by: "suite", at: () => CREATED } as const;
      for (const id of ["pending", "rejected", "cancelled"])
        await changes.apply(queueing(pendingRequest(id, { digest: id })));
      expect(await changes.apply(answering("rejected", "rejected"))).toBe(true);
      expect(await changes.apply(answering("cancelled", "approved"))).toBe(true);
      expect(await changes.apply(cancel)).toBe(true);
      for (const id of ["pending", "rejected", "cancelled", "nobody"])
        expect(await changes.apply(consuming(id))).toBe(false);
      expect(await changes.apply(answering("rejected", "approved", "dave"))).toBe(false);
      expect(await changes.apply(cancel)).toBe(false);
    },
  },
  {
    name: "answers and uses up to the last millisecond and not at the expiry itself",
    async run(open) {
      const changes = new Changes(await open());
      await changes.apply(queueing(pendingRequest("a")));
      expect(await changes.apply(answering("a", "approved", "carol", EXPIRES))).toBe(false);
      expect(await changes.apply(answering("a", "approved", "carol", EXPIRES - 1))).toBe(true);
      expect(await changes.apply(consuming("a", EXPIRES))).toBe(false);
      expect(await changes.apply(consuming("a", EXPIRES - 1))).toBe(true);
    },
  },
  {
    name: "lets no clock bring back a request that was said to have expired",
    async run(open) {
      const changes = new Changes(await open());
      await changes.apply(queueing(pendingRequest("a")));
      await changes.apply(answering("a", "approved"));
      expect(await changes.apply(expiring(EXPIRES - 1))).toBe(false);
      expect(await changes.apply(expiring(EXPIRES))).toBe(true);
      expect(await changes.apply(expiring(EXPIRES))).toBe(false);
      expect(await changes.apply(consuming("a", CREATED))).toBe(false);
    },
  },
  {
    name: "lets one of many callers use an approval",
    async run(open) {
      const engine = await open();
      const [one, other] = [new Changes(engine), new Changes(engine)];
      await one.apply(queueing(pendingRequest("a")), answering("a", "approved"));
      const callers = Array.from({ length: 10 }, () => consuming("a"));
      const used = await Promise.all([one.countApplied(callers), other.countApplied(callers)]);
      expect(sum(used)).toBe(1);
    },
  },
  {
    name: "queues one request of a digest until it is used or has expired",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      await changes.apply(queueing(pendingRequest("a")));
      const next = (id: string, createdAt: number = CREATED): Promise<boolean> =>
        changes.apply(queueing(pendingRequest(id, { createdAt, expiresAt: createdAt + 60_000 })));
      expect(await next("while pending")).toBe(false);
      await changes.apply(answering("a", "approved"));
      expect(await next("while approved")).toBe(false);
      await changes.apply(consuming("a"));
      expect(await next("b")).toBe(true);
      await changes.apply(answering("b", "rejected"));
      expect(await next("while rejected", EXPIRES - 1)).toBe(false);
      expect(await next("c", EXPIRES)).toBe(true);
      expect((await allRequests(engine)).map(({ id }) => id)).toEqual(["a", "b", "c"]);
      expect(await newestRequest(engine, "digest")).toMatchObject({ id: "c" });
    },
  },
  {
    name: "queues one of many requests of a digest that come at once",
    async run(open) {
      const engine = await open();
      const [one, other] = [new Changes(engine), new Changes(engine)];
      const requests = Array.from({ length: 10 }, (_, index) =>
        queueing(pendingRequest(`request ${index}`)),
      );
      const queued = await Promise.all([
        one.countApplied(requests.slice(0, 5)),
        other.countApplied(requests.slice(5)),
      ]);
      expect(sum(queued)).toBe(1);
      expect(await allRequests(engine)).toHaveLength(1);
    },
  },
  {
    name: "changes all that goes together or nothing",
    async run(open) {
      const engine = await open();
      const changes = new Changes(engine);
      expect(await changes.apply(queueing(pendingRequest("a")), consuming("a"))).toBe(false);
      expect(await allRequests(engine)).toEqual([]);
      const all = [queueing(pendingRequest("a")), answering("a", "approved"), consuming("a")];
      expect(await changes.apply(...all)).toBe(true);
      expect(await findRequest(engine, "a")).toMatchObject({ state: "consumed" });
    },
  },
];
