import { describe, expect, it } from "vitest";
import { ConfigurationError } from "../errors.ts";
import { judgedContext, readContext, readFact } from "./context.ts";

describe("readContext", () => {
  it("keeps the facts it knows, frozen, and nothing else", () => {
    const context = readContext({
      userRole: "admin",
      tenant: "acme",
      callerDepth: 0,
      risk: undefined,
      amount: 5,
    });
    expect(context).toStrictEqual({ userRole: "admin", tenant: "acme", callerDepth: 0 });
    expect(Object.isFrozen(context)).toBe(true);
  });

  it.each([-1, 1.5, Number.NaN, Infinity, 2 ** 53, "1", null, 1n, [1]])(
    "refuses a caller depth of %s",
    (callerDepth) => {
      expect(() => readContext({ callerDepth })).toThrow(
        "callerDepth must be a whole number from 0",
      );
    },
  );

  it("says which caller depth it was given", () => {
    expect(() => readContext({ callerDepth: -1 })).toThrow(/got -1$/);
    expect(() => readContext({ callerDepth: "1" })).toThrow(/got a value of type string$/);
  });

  it.each([
    [0, 0],
    [3, 3],
    ["untrusted", 0],
    ["external", 1],
    ["internal", 2],
    ["system", 3],
  ])("keeps a trust of %s as %i", (trust, rank) => {
    expect(readContext({ trust })).toStrictEqual({ trust: rank });
  });

  it.each([-1, 4, 1.5, Number.NaN, "1", "System", "", null, true, [1]])(
    "refuses a trust of %j",
    (trust) => {
      expect(() => readContext({ trust })).toThrow("trust must be a whole number from 0 to 3");
    },
  );

  it.each([
    [4, "got 4"],
    ["System", 'got "System"'],
    [[1], "got a value of type object"],
    [true, "got a value of type boolean"],
  ])("says that the trust it was given is %j", (trust, words) => {
    expect(() => readContext({ trust })).toThrow(new RegExp(`${words}$`));
  });

  it.each("sessionId toolName framework userRole tenant risk tokenIssuer taskContext".split(" "))(
    "names %s when it is malformed",
    (name) => {
      expect(() => readContext({ [name]: 5 })).toThrow(
        `${name} must be text, got a value of type number`,
      );
    },
  );
});

describe("facts that are recorded and never judged", () => {
  it("may be long, and of several lines", () => {
    const facts = { toolCallId: "x".repeat(16_384), taskContext: "first\nsecond" };
    expect(readContext(facts)).toStrictEqual(facts);
  });

  it("stand beside the judged ones, but no policy reads them", () => {
    const judged = {
      tenant: "acme",
      risk: "high",
      callerDepth: 1,
      trust: 2,
      tokenIssuer: "acme",
    };
    const recorded = { toolCallId: "call-1", taskContext: "pays a bill", riskCategory: "money" };
    const context = readContext({ ...recorded, ...judged });
    expect(context).toStrictEqual({ ...recorded, ...judged });
    expect(judgedContext(context)).toStrictEqual(judged);
  });

  it("are refused where they are endless or no text", () => {
    expect(() => readContext({ toolCallId: "x".repeat(16_385) })).toThrow("longer than 16384");
    expect(() => readContext({ taskContext: "\ud800" })).toThrow("lone surrogate");
  });
});

describe("readFact", () => {
  it.each([
    ["", "actor must not be empty; leave it out if it is not known"],
    ["a".repeat(1025), "actor is longer than 1024 characters"],
    ["ann\u0000", 'actor "ann\\u{0}" has a control or invisible character'],
    ["ann\n", "control or invisible"],
    ["ann\u200b", 'actor "ann\\u{200b}" has a control or invisible character'],
    ["\u202enna", "control or invisible"],
    ["ann\u00ad", "control or invisible"],
    ["ann\ud800", "control or invisible"],
    ["ann\ue000", "control or invisible"],
    [null, "actor must be text, got a value of type object"],
    [new String("ann"), "actor must be text, got a value of type object"],
  ])("refuses %j", (value, message) => {
    expect(() => readFact("actor", value)).toThrow(ConfigurationError);
    expect(() => readFact("actor", value)).toThrow(message);
  });

  it.each(["ann", "Ann Bee", "ünï-цы-日本", "a".repeat(1024), "ann@example.com", "😀"])(
    "takes %s as it is",
    (value) => {
      expect(readFact("actor", value)).toBe(value);
    },
  );
});
