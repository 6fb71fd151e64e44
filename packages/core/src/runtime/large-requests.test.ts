import { expect, it } from "vitest";
import { judgedRuntime, transfer } from "../../test/judged-runtime.ts";
import { JSON_LIMITS, MOST_VALUES } from "../encoding/json.ts";

/** The payload itself, its amount and its list are values too. */
const MOST_ITEMS = MOST_VALUES - 3;

function nested(levels: number): object {
  return levels === 1 ? {} : { a: nested(levels - 1) };
}

it.each<[string, object]>([
  ["text", { text: "x".repeat(JSON_LIMITS.size - 100) }],
  ["text that is written as escapes", { text: "\u0001".repeat(JSON_LIMITS.size - 100) }],
  ["values", { list: Array.from({ length: MOST_ITEMS }, () => 1) }],
  ["levels", { a: nested(JSON_LIMITS.depth - 1) }],
])("a call with as many %s as any may have is asked about like others", async (_what, more) => {
  const runtime = judgedRuntime();
  await runtime.execute(transfer(2000));
  const large = transfer(0, { payload: { amount: 5000, ...more } });
  const { approvalId = "" } = await runtime.execute(large);
  expect(await runtime.approvals.pending()).toHaveLength(2);
  await runtime.approvals.approve(approvalId, { by: "carol" });
  expect((await runtime.execute(large)).reason).toBe("approval_granted");
  expect((await runtime.execute(large)).reason).toBe("approval_required");
});
