import { describe, expect, it } from "vitest";
import { pendingRequest } from "../../test/pending-request.ts";
import { type ApprovalState, lastAnswer, stateAt } from "./request.ts";

const CREATED = 1_000_000;
const EXPIRES = 2_000_000;
const request = pendingRequest("a", { createdAt: CREATED, expiresAt: EXPIRES });

describe("stateAt", () => {
  it.each<[ApprovalState, ApprovalState]>([
    ["pending", "expired"],
    ["approved", "expired"],
    ["rejected", "expired"],
    ["expired", "expired"],
    ["cancelled", "cancelled"],
    ["consumed", "consumed"],
  ])("of a %s request is that until it expires, and then %s", (state, afterwards) => {
    const one = { ...request, state };
    expect(stateAt(one, EXPIRES - 1)).toBe(state);
    expect(stateAt(one, EXPIRES)).toBe(afterwards);
    expect(stateAt(one, EXPIRES + 1)).toBe(afterwards);
  });

  it("is expired where the clock was set back to before it was made, but not where clocks differ a little", () => {
    expect(stateAt(request, CREATED - 59_000)).toBe("pending");
    expect(stateAt(request, CREATED - 61_000)).toBe("expired");
  });
});

describe("lastAnswer", () => {
  it("is the newest, if there is one", () => {
    expect(lastAnswer(request)).toBeUndefined();
    const answers = [
      { answer: "approved", by: "carol", at: 1 },
      { answer: "rejected", by: "dave", at: 2 },
    ] as const;
    expect(lastAnswer({ ...request, answers })).toBe(answers[1]);
  });
});
