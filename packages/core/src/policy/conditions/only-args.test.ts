import { describe, expect, it } from "vitest";
import { policy, truthOf } from "../../../test/judge.ts";
import type { JsonObject } from "../../encoding/json.ts";

const of = (payload: JsonObject): string => truthOf("permit", "only_args: [to, body]", { payload });

describe("only_args", () => {
  it.each<JsonObject>([{}, { to: 1 }, { body: "b", to: "t" }])("holds for %j", (payload) => {
    expect(of(payload)).toBe("true");
  });

  it.each<JsonObject>([
    { bcc: 1 },
    { to: 1, body: 2, bcc: 3 },
    { To: 1 },
    { "to ": 1 },
    { toString: 1 },
  ])("fails for %j", (payload) => {
    expect(of(payload)).toBe("false");
  });

  it("reads the keys of the payload itself, not of what is in it", () => {
    expect(of({ body: { bcc: 1 } })).toBe("true");
  });

  it("reads the same in a deny rule", () => {
    expect(truthOf("restrict", "only_args: to", { payload: { to: 1 } })).toBe("true");
    expect(truthOf("restrict", "only_args: to", { payload: { cc: 1 } })).toBe("false");
  });

  it("refuses an empty list", () => {
    expect(() => policy("allow: [{ capability: a.b, only_args: [] }]")).toThrow(
      "the list is empty",
    );
  });
});
