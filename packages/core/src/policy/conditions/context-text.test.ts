import { describe, expect, it } from "vitest";
import { policy, truthOf } from "../../../test/judge.ts";

const FACTS = [
  ["user_role", "userRole"],
  ["tenant", "tenant"],
  ["session", "sessionId"],
  ["tool_name", "toolName"],
  ["framework", "framework"],
  ["risk_level", "risk"],
] as const;

describe.each(FACTS)("%s", (key, fact) => {
  const of = (side: "restrict" | "permit", condition: string, value?: string): string =>
    truthOf(side, `${key}: ${condition}`, {
      payload: { [key]: "admin", [fact]: "admin" },
      ...(value === undefined ? {} : { [fact]: value }),
    });

  it.each(["restrict", "permit"] as const)("takes a text, a glob or a list (%s)", (side) => {
    expect(of(side, "admin", "admin")).toBe("true");
    expect(of(side, "admin", "guest")).toBe("false");
    expect(of(side, '"adm*"', "admin")).toBe("true");
    expect(of(side, '"adm?n"', "admin")).toBe("true");
    expect(of(side, '"adm*"', "sub-admin")).toBe("false");
    expect(of(side, "[guest, admin]", "admin")).toBe("true");
    expect(of(side, "[guest, clerk]", "admin")).toBe("false");
  });

  it.each(["restrict", "permit"] as const)(
    "is uncertain where the host does not say, whatever the payload says (%s)",
    (side) => {
      expect(of(side, "admin")).toBe("uncertain");
      expect(of(side, '"*"')).toBe("uncertain");
    },
  );

  it("does not take look-alikes or other case for the same value", () => {
    expect(of("permit", "admin", "\u0430dmin")).toBe("false");
    // Risk levels are names of this product, and their case means nothing.
    expect(of("permit", "admin", "Admin")).toBe(key === "risk_level" ? "true" : "false");
    expect(of("permit", "admin", "admin2")).toBe("false");
    expect(of("permit", "admin", "admin ")).toBe("false");
  });

  it("refuses an empty list, an empty text and a number, which it says to quote", () => {
    const text = `deny: [{ capability: a.b, ${key}: VALUE }]`;
    expect(() => policy(text.replace("VALUE", "[]"))).toThrow("the list is empty");
    expect(() => policy(text.replace("VALUE", '""'))).toThrow("expected text, got an empty text");
    expect(() => policy(text.replace("VALUE", "007"))).toThrow(
      'expected text, got 7; put it in quotes: "007"',
    );
  });
});

describe("actor", () => {
  it("is always known", () => {
    expect(truthOf("restrict", 'actor: "agent*"', {})).toBe("true");
    expect(truthOf("permit", "actor: agent", { actor: "other" })).toBe("false");
    expect(truthOf("permit", "actor: root", { payload: { actor: "root" } })).toBe("false");
  });
});
