import { describe, expect, it } from "vitest";
import { type ApprovalRequest, type ApprovalState, applyTransition, stateAt } from "./request.ts";

const EXPIRES = 1000;
const request: ApprovalRequest = {
  id: "a",
  digest: "digest",
  state: "pending",
  actor: "agent",
  capability: "payments.transfer",
  context: {},
  payload: {},
  policyDigest: "policy",
  createdAt: 0,
  expiresAt: EXPIRES,
};
const inState = (state: ApprovalRequest["state"]): ApprovalRequest => ({ ...request, state });

describe("stateAt", () => {
  it.each<[ApprovalRequest["state"], ApprovalState]>([
    ["pending", "expired"],
    ["approved", "expired"],
    ["rejected", "expired"],
    ["consumed", "consumed"],
  ])("of a %s request is that until it expires, and then %s", (state, afterwards) => {
    expect(stateAt(inState(state), EXPIRES - 1)).toBe(state);
    expect(stateAt(inState(state), EXPIRES)).toBe(afterwards);
    expect(stateAt(inState(state), EXPIRES + 1)).toBe(afterwards);
  });
});

describe("applyTransition", () => {
  const approve = {
    type: "resolve",
    id: "a",
    state: "approved",
    by: "carol",
    at: () => 5,
  } as const;

  it("answers only what is pending, and keeps who answered and when", () => {
    const note = "fine";
    expect(applyTransition(request, { ...approve, note })).toEqual({
      ...request,
      state: "approved",
      resolvedBy: "carol",
      resolvedAt: 5,
      note,
    });
    for (const state of ["approved", "rejected", "consumed"] as const)
      expect(applyTransition(inState(state), approve)).toBeUndefined();
    expect(applyTransition(undefined, approve)).toBeUndefined();
  });

  it("does not answer what has expired", () => {
    expect(applyTransition(request, { ...approve, at: () => EXPIRES })).toBeUndefined();
    expect(applyTransition(request, { ...approve, at: () => EXPIRES - 1 })).toBeDefined();
  });

  it("reads the clock when it is applied, not when it is asked for", () => {
    let now = EXPIRES - 1;
    const consume = { type: "consume", id: "a", at: () => now } as const;
    now = EXPIRES;
    expect(applyTransition(inState("approved"), consume)).toBeUndefined();
  });

  it("uses up only what is approved and has not expired", () => {
    const consume = { type: "consume", id: "a", at: () => 5 } as const;
    expect(applyTransition(inState("approved"), consume)?.state).toBe("consumed");
    expect(applyTransition(inState("approved"), { ...consume, at: () => EXPIRES })).toBeUndefined();
    for (const state of ["pending", "rejected", "consumed"] as const)
      expect(applyTransition(inState(state), consume)).toBeUndefined();
    expect(applyTransition(undefined, consume)).toBeUndefined();
  });

  it("queues a request where there is none, or the last one is used or expired", () => {
    const next = { ...request, id: "b", createdAt: 10 };
    const queue = { type: "request", request: next } as const;
    for (const current of [undefined, inState("consumed")])
      expect(applyTransition(current, queue)).toBe(next);
    for (const state of ["pending", "approved", "rejected"] as const) {
      expect(applyTransition(inState(state), queue)).toBeUndefined();
      const later = { ...queue, request: { ...next, createdAt: EXPIRES } };
      expect(applyTransition(inState(state), later)).toBe(later.request);
    }
  });
});
