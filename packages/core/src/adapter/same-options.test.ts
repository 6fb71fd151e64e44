import { describe, expect, it } from "vitest";
import { areSameOptions } from "./same-options.ts";

describe("areSameOptions", () => {
  const runtime = {};

  it("takes copies with the same values for the same", () => {
    expect(areSameOptions({ runtime, agentId: "bot" }, { agentId: "bot", runtime })).toBe(true);
  });

  it("takes another value for other options, also one that only looks the same", () => {
    expect(areSameOptions({ runtime }, { runtime: {} })).toBe(false);
    expect(areSameOptions({ agentId: "bot" }, { agentId: "clerk" })).toBe(false);
  });

  it("takes an option that only one of them has for other options, whichever that is", () => {
    const more = { runtime, onApproval: "pause" };
    expect(areSameOptions({ runtime }, more)).toBe(false);
    expect(areSameOptions(more, { runtime })).toBe(false);
  });

  it("takes an option that is undefined for one that is not given", () => {
    expect(areSameOptions({ runtime, identify: undefined }, { runtime })).toBe(true);
  });
});
