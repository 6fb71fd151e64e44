import { describe, expect, it } from "vitest";
import { policy } from "../../test/judge.ts";
import { ActionEvent } from "../action/event.ts";
import { ConfigurationError } from "../errors.ts";

const READS = `
allow:
  - { capability: database.query, sql: { writes: false } }
  - { capability: tool.run }
`;
const query = ActionEvent.create({
  actor: "agent",
  capability: "database.query",
  payload: { sql: "select 1" },
});
const other = ActionEvent.create({ actor: "agent", capability: "tool.run" });

describe("a policy that reads SQL", () => {
  // Written as one, because the grammar is loaded once in a process.
  it("answers no call with SQL before it is ready, and every call afterwards", async () => {
    const system = policy(READS);
    expect(() => system.decide(query)).toThrow(ConfigurationError);
    expect(() => system.decide(query)).toThrow("await capabilitySystem.ready()");
    expect(system.decide(other).effect).toBe("allow");
    await system.ready();
    expect(system.ready()).toBeUndefined();
    expect(system.decide(query).effect).toBe("allow");
    expect(policy(READS).decide(query).effect).toBe("allow");
  });

  it("is ready at once where no rule is about SQL", () => {
    expect(policy("allow: [tool.run]").ready()).toBeUndefined();
  });

  it("can take the place of another once it is ready, all at once", () => {
    const system = policy("deny: [tool.run]");
    const next = policy("allow: [tool.run]");
    expect(system.replaceWith(next)).toBe(system);
    expect(system.decide(other).effect).toBe("allow");
    expect(system.digest).toBe(next.digest);
    next.loadPolicyText("deny: [tool.run]");
    expect(system.decide(other).effect).toBe("allow");
  });
});
