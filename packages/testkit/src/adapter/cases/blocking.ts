import { AgentActionBlocked, type DecisionPoint } from "@capfence/core";
import { expect } from "vitest";
import type { AdapterCase } from "../adapter-case.ts";
import { rejection } from "../errors.ts";
import { ALLOWED, answerTo, ASKING, DENIED } from "../transfer-tool.ts";

/** What policy stops, and how it shows. */
export const blockingCases: readonly AdapterCase[] = [
  {
    name: "runs an allowed call once, with the judged input",
    async run(stage) {
      const { tool, runs, decisions, outcomes } = await stage();
      expect(await tool.call(ALLOWED)).toEqual(answerTo(ALLOWED));
      expect(runs.map((run) => run.input)).toEqual([ALLOWED]);
      const [decision, ...others] = await decisions();
      expect(others).toEqual([]);
      expect(decision).toMatchObject({ payload: ALLOWED, reason: "policy_allow" });
      expect(await outcomes()).toMatchObject([{ decision: decision?.id, outcome: "succeeded" }]);
    },
  },
  {
    name: "never runs a denied call",
    async run(stage) {
      const { tool, runs, decisions, outcomes } = await stage();
      const blocked = AgentActionBlocked.find(await rejection(tool.call(DENIED)));
      expect(blocked?.reason).toBe("policy_deny");
      expect(runs).toEqual([]);
      expect(await decisions()).toMatchObject([{ authorized: false, payload: DENIED }]);
      expect(await outcomes()).toEqual([]);
    },
  },
  {
    name: "refuses a tool that has no capability, without guessing one",
    async run(stage) {
      const { tool, runs, decisions } = await stage({ mapped: false });
      const blocked = AgentActionBlocked.find(await rejection(tool.call(ALLOWED)));
      expect(blocked?.reason).toBe("tool_unmapped");
      expect(runs).toEqual([]);
      expect(await decisions()).toMatchObject([{ reason: "tool_unmapped", authorized: false }]);
    },
  },
  {
    name: "denies where the policy throws",
    async run(stage) {
      const capabilitySystem: DecisionPoint = { decide: brokenPolicy };
      const { tool, runs, decisions } = await stage({ runtime: { capabilitySystem } });
      const blocked = AgentActionBlocked.find(await rejection(tool.call(ALLOWED)));
      expect(blocked?.reason).toBe("policy_error");
      expect(runs).toEqual([]);
      expect(await decisions()).toMatchObject([{ reason: "policy_error", authorized: false }]);
    },
  },
  {
    name: "in message mode, answers with the framework's own denial and does not run",
    async run(stage) {
      const { tool, runs, decisions } = await stage({ guard: { onBlocked: "message" } });
      for (const input of [DENIED, ASKING]) {
        const output = await tool.call(input);
        const text = tool.denialOf === undefined ? output : tool.denialOf(output);
        const denial: unknown = JSON.parse(String(text));
        const reason = input === DENIED ? "policy_deny" : "approval_required";
        expect(denial).toMatchObject({ error: "AgentActionBlocked", reason, retryable: false });
        expect(text).not.toContain("testkit.yaml");
      }
      expect(runs).toEqual([]);
      expect(await decisions()).toHaveLength(2);
    },
  },
  {
    name: "in observe mode, runs the call and records what would have happened",
    async run(stage) {
      const { tool, runs, decisions, outcomes } = await stage({ runtime: { mode: "observe" } });
      expect(await tool.call(DENIED)).toEqual(answerTo(DENIED));
      expect(runs).toHaveLength(1);
      expect(await decisions()).toMatchObject([
        { effect: "deny", reason: "policy_deny", authorized: true, mode: "observe" },
      ]);
      expect(await outcomes()).toMatchObject([{ outcome: "succeeded" }]);
    },
  },
];

function brokenPolicy(): never {
  throw new Error("policy is broken");
}
