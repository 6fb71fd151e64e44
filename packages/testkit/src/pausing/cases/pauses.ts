import { expect } from "vitest";
import { ALLOWED, answerTo, ASKING, DENIED } from "../../adapter/transfer-tool.ts";
import { denialIn, outputOf, stateOf } from "../desk.ts";
import type { PausingCase } from "../pausing-case.ts";

/** When a run pauses. */
export const pauseCases: readonly PausingCase[] = [
  {
    name: "pauses at a call that needs approval, with its request on record, and runs nothing",
    async run(desk) {
      const { agent, runtime } = await desk.process();
      stateOf(await agent.start(ASKING));
      expect(desk.runs).toEqual([]);
      expect(await runtime.approvals.pending()).toMatchObject([{ payload: ASKING }]);
      const decisions = (await desk.records()).filter(({ kind }) => kind === "decision");
      expect(decisions).toMatchObject([{ reason: "approval_required", authorized: false }]);
    },
  },
  {
    name: "does not pause at a call that is allowed",
    async run(desk) {
      const { agent } = await desk.process();
      expect(outputOf(await agent.start(ALLOWED))).toEqual(answerTo(ALLOWED));
      expect(desk.runs).toEqual([ALLOWED]);
    },
  },
  {
    name: "does not pause at a call that is denied",
    async run(desk) {
      const { agent, runtime } = await desk.process();
      expect(denialIn(agent, await agent.start(DENIED))).toContain("policy_deny");
      expect(desk.runs).toEqual([]);
      expect(await runtime.approvals.pending()).toEqual([]);
    },
  },
  {
    name: "does not pause unless it is told to",
    async run(desk) {
      const { agent } = await desk.process({ guard: { onApproval: "block" } });
      expect(denialIn(agent, await agent.start(ASKING))).toContain("approval_required");
      expect(desk.runs).toEqual([]);
    },
  },
];
