import { beforeEach, describe, expect, it } from "vitest";
import { pendingRequest } from "../../test/pending-request.ts";
import { MemoryState } from "../storage/memory-state.ts";
import { applyTransitions } from "./apply-transition.ts";
import type { ApprovedGrant } from "./grant.ts";
import type { ApprovalRequest, ApprovalState } from "./request.ts";
import { grantIn, requestIn } from "./stored.ts";
import type { Transition } from "./transition.ts";

const EXPIRES = 1000;
const at = () => 5;
const late = () => EXPIRES;
const carol = { answer: "approved", by: "carol", at: 5 } as const;

let state: MemoryState;
beforeEach(() => {
  state = new MemoryState();
});

function apply(...transitions: readonly Transition[]): boolean {
  const versions = applyTransitions(state, transitions);
  if (versions !== undefined) state.add(versions);
  return versions !== undefined;
}

function queue(id: string, facts: Partial<ApprovalRequest> = {}): Transition {
  return { type: "request", request: pendingRequest(id, { digest: "call", ...facts }) };
}

function standing(id: string): ApprovalState | undefined {
  const version = state.latest("request", id);
  return version && requestIn(version).state;
}

function grant(facts: Partial<ApprovedGrant> = {}): ApprovedGrant {
  return {
    id: "g",
    actor: "agent",
    capability: "payments.transfer",
    environment: "*",
    grantedBy: "carol",
    createdAt: 0,
    expiresAt: EXPIRES,
    endorsements: [{ by: "carol", at: 0 }],
    quorum: 1,
    ...facts,
  };
}

describe("a request", () => {
  it.each<ApprovalState>(["pending", "approved", "rejected"])(
    "is not queued beside one that is %s, until that has expired",
    (other) => {
      expect(apply(queue("a", { state: other }))).toBe(true);
      expect(apply(queue("b", { createdAt: EXPIRES - 1 }))).toBe(false);
      expect(apply(queue("b", { createdAt: EXPIRES }))).toBe(true);
    },
  );

  it.each<ApprovalState>(["consumed", "cancelled", "expired"])(
    "is queued anew after one that is %s",
    (other) => {
      expect(apply(queue("a", { state: other }))).toBe(true);
      expect(apply(queue("b"))).toBe(true);
    },
  );

  it("is answered only while it is pending, and not from its expiry on", () => {
    apply(queue("a"));
    const answer: Transition = { type: "answer", id: "a", answer: carol, at };
    expect(apply({ ...answer, at: late })).toBe(false);
    expect(apply(answer)).toBe(true);
    expect(standing("a")).toBe("approved");
    expect(apply({ ...answer, answer: { ...carol, by: "dave" } })).toBe(false);
    expect(apply({ ...answer, id: "nobody" })).toBe(false);
  });

  it("is used up once, only if it was approved, and not from its expiry on", () => {
    apply(queue("a"));
    const consume: Transition = { type: "consume", id: "a", at };
    expect(apply(consume)).toBe(false);
    apply({ type: "answer", id: "a", answer: carol, at });
    expect(apply({ ...consume, at: late })).toBe(false);
    expect(apply(consume, consume)).toBe(false);
    expect(apply(consume)).toBe(true);
    expect(apply(consume)).toBe(false);
    expect(standing("a")).toBe("consumed");
  });

  it("reads the clock when it is applied, not when it is asked for", () => {
    apply(queue("a", { state: "approved" }));
    let now = 5;
    const consume: Transition = { type: "consume", id: "a", at: () => now };
    now = EXPIRES;
    expect(apply(consume)).toBe(false);
  });

  it("that was found expired cannot come to life when the clock is set back", () => {
    apply(queue("a", { state: "approved" }));
    expect(apply({ type: "expire", id: "a", at })).toBe(false);
    expect(apply({ type: "expire", id: "a", at: late })).toBe(true);
    expect(apply({ type: "expire", id: "a", at: late })).toBe(false);
    expect(apply({ type: "consume", id: "a", at })).toBe(false);
    expect(standing("a")).toBe("expired");
  });

  it.each<[ApprovalState, boolean]>([
    ["pending", true],
    ["approved", true],
    ["rejected", false],
    ["consumed", false],
    ["expired", false],
  ])("that is %s can be cancelled: %s", (before, can) => {
    apply(queue("a", { state: before }));
    expect(apply({ type: "cancel", id: "a", by: "agent", at })).toBe(can);
    expect(apply({ type: "consume", id: "a", at })).toBe(!can && before === "approved");
  });
});

const endorse = (by: string, when = at): Transition => ({
  type: "endorse",
  id: "g",
  endorsement: { by, at: 5 },
  at: when,
});

describe("a grant", () => {
  const use: Transition = { type: "use", id: "g", at };

  it("is used as often as is asked while it is in force", () => {
    expect(apply(use)).toBe(false);
    expect(apply({ type: "grant", grant: grant() })).toBe(true);
    expect(apply({ type: "grant", grant: grant() })).toBe(false);
    expect(apply(use)).toBe(true);
    expect(apply(use)).toBe(true);
    expect(apply({ ...use, at: late })).toBe(false);
  });

  it("opens nothing once it is revoked, which happens once", () => {
    apply({ type: "grant", grant: grant() });
    const revoke: Transition = { type: "revoke", id: "g", revocation: { by: "dave", at: 5 } };
    expect(apply(revoke)).toBe(true);
    expect(apply(revoke)).toBe(false);
    expect(apply(use)).toBe(false);
  });

  it("opens nothing before its quorum has granted it, and counts nobody twice", () => {
    apply({ type: "grant", grant: grant({ quorum: 2 }) });
    expect(apply(use)).toBe(false);
    expect(apply(endorse("carol"))).toBe(false);
    expect(apply(endorse("dave", late))).toBe(false);
    expect(apply(endorse("dave"))).toBe(true);
    expect(apply(use)).toBe(true);
    const version = state.latest("grant", "g");
    expect(version && grantIn(version).endorsements).toHaveLength(2);
  });

  it("that a changed store makes longer than any may be opens nothing", () => {
    apply({ type: "grant", grant: grant({ expiresAt: 31 * 86_400_000 }) });
    expect(apply(use)).toBe(false);
  });
});

describe("a limit", () => {
  const limit = { bucket: "b", window: 100, most: "2", uses: "1" };
  const reserve = (now: number, ...limits: readonly Partial<typeof limit>[]): Transition => ({
    type: "reserve",
    limits: limits.length === 0 ? [limit] : limits.map((one) => ({ ...limit, ...one })),
    at: () => now,
  });

  it("lets through what is left, and more once the window has moved on", () => {
    expect([0, 50, 60, 99].map((now) => apply(reserve(now)))).toEqual([true, true, false, false]);
    expect(apply(reserve(100))).toBe(true);
    expect(apply(reserve(149))).toBe(false);
    expect(apply(reserve(150))).toBe(true);
  });

  it("frees nothing where the clock is set back", () => {
    apply(reserve(1000), reserve(1000));
    expect(apply(reserve(0))).toBe(false);
    expect(apply(reserve(1099))).toBe(false);
    expect(apply(reserve(1100))).toBe(true);
  });

  it("is exact in decimals", () => {
    const tenth = { uses: "0.1", most: "0.3" };
    const tried = [1, 2, 3, 4].map(() => apply(reserve(0, tenth)));
    expect(tried).toEqual([true, true, true, false]);
  });

  it("is all or nothing over several buckets, and counts one that is named twice once", () => {
    expect(apply(reserve(0, {}, { bucket: "c", most: "0" }))).toBe(false);
    expect(state.latest("usage", "b")).toBeUndefined();
    expect(apply(reserve(0, {}, { most: "5" }))).toBe(true);
    expect(state.latest("usage", "b")).toMatchObject({ version: 1, text: "1" });
  });

  it("counts what a human let be exceeded", () => {
    apply(reserve(0), reserve(0));
    const { most: _most, ...counted } = limit;
    expect(apply({ type: "reserve", limits: [counted], at: () => 0 })).toBe(true);
    expect(state.latest("usage", "b")).toMatchObject({ text: "3" });
  });

  it.each(["-1", "1e3", "", "NaN", "1.", " 1"])(
    "that a changed store says is used by %j cannot be read",
    (text) => {
      state.add([{ kind: "usage", id: "b", version: 1, key: "", time: 0, text }]);
      expect(() => apply(reserve(0))).toThrow(RangeError);
    },
  );
});
