import { describe, expect, it } from "vitest";
import { judgedRuntime, linesOf } from "../../test/judged-runtime.ts";
import { ActionEvent } from "../action/event.ts";
import { CapabilitySystem } from "../policy/capability-system.ts";
import { AgentActionBlocked } from "./blocked.ts";
import { guard } from "./guard.ts";

const POLICY = "allow: [{ capability: database.query, sql: { writes: false } }, tool.run]";

interface Query {
  readonly sql: string;
}

const event = (sql: string): ActionEvent =>
  ActionEvent.create({ actor: "agent", capability: "database.query", payload: { sql } });

describe("a runtime whose policy needs the SQL grammar", () => {
  // Written as one, because the grammar is loaded once in a process.
  it("refuses at once what it cannot judge yet, waits where it may, and then judges", async () => {
    const runtime = judgedRuntime({
      capabilitySystem: new CapabilitySystem().loadPolicyText(POLICY),
    });
    expect(runtime.executeSync(event("select 1"))).toMatchObject({
      authorized: false,
      reason: "policy_error",
    });
    const ran: string[] = [];
    const query = guard(
      { runtime, agentId: "agent", capability: "database.query" },
      (input: Query) => {
        ran.push(input.sql);
        return "rows";
      },
    );
    await expect(query({ sql: "delete from users" })).rejects.toThrow(AgentActionBlocked);
    await expect(query({ sql: "select 1" })).resolves.toBe("rows");
    expect(ran).toStrictEqual(["select 1"]);
    expect((await runtime.preview(event("select 2"))).authorized).toBe(true);
    expect(runtime.executeSync(event("select 1")).authorized).toBe(true);
    expect(await linesOf(runtime)).toStrictEqual([
      "deny policy_error",
      "deny policy_default_deny",
      "allow policy_allow",
      "succeeded",
      "allow policy_allow",
    ]);
  });
});
