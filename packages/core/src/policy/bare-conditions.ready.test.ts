import { expect, it } from "vitest";
import { policy } from "../../test/judge.ts";
import { ActionEvent } from "../action/event.ts";

// Alone in its file, because the grammar is loaded once in a process.
it("conditions that must be loaded do not hold before they are, and ready says when", async () => {
  const system = policy("require_approval: [db]");
  const event = ActionEvent.create({
    actor: "agent",
    capability: "db.query",
    payload: { sql: "select 1" },
  });
  const conditions = { unless: { sql: { writes: true } } };
  expect(system.ready()).toBeUndefined();
  expect(system.holds(conditions, event)).toBe(false);
  const loading = system.ready();
  expect(loading).toBeInstanceOf(Promise);
  await loading;
  expect(system.ready()).toBeUndefined();
  expect(system.holds(conditions, event)).toBe(true);
  const write = ActionEvent.create({
    actor: "agent",
    capability: "db.query",
    payload: { sql: "delete from t" },
  });
  expect(system.holds(conditions, write)).toBe(false);
});
