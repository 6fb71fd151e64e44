import {
  ActionEvent,
  type ApprovalRequest,
  CapabilitySystem,
  conditionProblems,
  type JsonObject,
} from "@capfence/core";
import { describe, expect, it } from "vitest";
import { aRequest } from "../../test/a-request.ts";
import { proposeEnvelope } from "./envelope.ts";

const HIDDEN = { redacted: "value", sha256: "ab".repeat(32) };

function request(payload: JsonObject): ApprovalRequest {
  return aRequest({ actor: "agent", capability: "files.write", payload });
}

const conditionsOf = (payload: JsonObject): JsonObject | undefined =>
  proposeEnvelope(request(payload))?.conditions;

describe("the envelope of a call", () => {
  it("bounds amounts from above, paths by their folder, and pins all else", () => {
    expect(
      conditionsOf({ amount: 50, path: "/srv/data/report.txt", mode: "append", force: false }),
    ).toEqual({
      amount_lte: 50,
      path_within: ["/srv/data"],
      args: { "/mode": { equals: "append" }, "/force": { equals: false } },
      only_args: ["amount", "path", "mode", "force"],
    });
  });

  it("takes a working directory as the folder itself", () => {
    expect(conditionsOf({ cwd: "/srv/data" })).toMatchObject({ path_within: ["/srv/data"] });
  });

  it.each([
    "/etc",
    "data/report.txt",
    "/srv/../etc/passwd",
    "/srv//x",
    "~/x",
    "/srv/%2e%2e/x",
    "/a/*",
  ])("opens no folder for the path %j", (path) => {
    expect(conditionsOf({ path })).toEqual({
      args: { "/path": { equals: path } },
      only_args: ["path"],
    });
  });

  it("loosens nothing where the call itself would not pass then", () => {
    const payload = { path: "/srv/data/report.txt", target: "/etc/passwd" };
    expect(conditionsOf(payload)).toEqual({
      args: { "/path": { equals: "/srv/data/report.txt" }, "/target": { equals: "/etc/passwd" } },
      only_args: ["path", "target"],
    });
    const split = { amount: 50, items: [{ amount: 900 }] };
    expect(conditionsOf(split)).not.toHaveProperty("amount_lte");
  });

  it("pins amounts that are negative, are text, or count cents", () => {
    const payload = { amount: -5, total: "50", price_cents: 7 };
    expect(conditionsOf(payload)).toMatchObject({
      args: {
        "/amount": { equals: -5 },
        "/total": { equals: "50" },
        "/price_cents": { equals: 7 },
      },
    });
  });

  it("pins what holds more as a whole, so that nothing can be added inside", () => {
    expect(conditionsOf({ filter: { id: 5 }, tags: ["a"] })).toMatchObject({
      args: { "/filter": { equals: { id: 5 } }, "/tags": { equals: ["a"] } },
    });
  });

  it("writes names as JSON Pointers", () => {
    expect(conditionsOf({ "a/b~c": 1 })).toMatchObject({ args: { "/a~1b~0c": { equals: 1 } } });
  });

  it.each<JsonObject>([
    { amount: 50, to: "x" },
    { path: "/srv/data/report.txt" },
    { none: null, nested: { list: [1, { a: "b" }] } },
    { token: HIDDEN },
  ])("is one that a grant can have: %j", (payload) => {
    const conditions = conditionsOf(payload) ?? {};
    expect(conditionProblems(conditions)).toEqual([]);
    const { actor, capability } = request(payload);
    const system = new CapabilitySystem().loadPolicyText("version: 1");
    const event = ActionEvent.create({ actor, capability, payload });
    expect(system.holds(conditions, event)).toBe(true);
    const more = ActionEvent.create({ actor, capability, payload: { ...payload, more: 1 } });
    expect(system.holds(conditions, more)).toBe(false);
  });

  it("says what is redacted and so cannot be compared", () => {
    expect(proposeEnvelope(request({ token: HIDDEN, card: { number: HIDDEN }, to: "x" }))).toEqual({
      conditions: { args: { "/to": { equals: "x" } }, only_args: ["token", "card", "to"] },
      open: ["/token", "/card"],
    });
  });

  it("proposes none where the name of an argument is redacted", () => {
    const member = { ...HIDDEN, redacted: "member" };
    expect(proposeEnvelope(request({ m1: member }))).toBeUndefined();
  });

  it("proposes none where there is nothing to list", () => {
    expect(conditionsOf({})).toBeUndefined();
    expect(conditionsOf({ "": 1 })).toBeUndefined();
  });
});
