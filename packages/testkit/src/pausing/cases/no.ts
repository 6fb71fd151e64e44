import { expect } from "vitest";
import { ASKING } from "../../adapter/transfer-tool.ts";
import { denialIn, stateOf } from "../desk.ts";
import type { PausingCase } from "../pausing-case.ts";

const NO = { approved: false, note: "not on a Friday" } as const;

/** What a no does, whoever says it. */
export const noCases: readonly PausingCase[] = [
  {
    name: "does not run after a no, and tells the model the words of who said it",
    async run(desk) {
      const state = stateOf(await (await desk.process()).agent.start(ASKING));
      const { agent, runtime } = await desk.process();
      expect(denialIn(agent, await agent.resume(state, NO))).toContain("not on a Friday");
      expect(desk.runs).toEqual([]);
      expect(await runtime.approvals.list("rejected")).toMatchObject([
        { answers: [{ by: "carol", note: "not on a Friday" }] },
      ]);
    },
  },
  {
    name: "does not run after a no of nobody, and takes the request back",
    async run(desk) {
      const state = stateOf(await (await desk.process()).agent.start(ASKING));
      const { agent, runtime } = await desk.process({ guard: { approver: () => undefined } });
      expect(denialIn(agent, await agent.resume(state, NO))).toContain("not on a Friday");
      expect(desk.runs).toEqual([]);
      expect(await runtime.approvals.list("cancelled")).toHaveLength(1);
      expect(await runtime.approvals.pending()).toEqual([]);
    },
  },
  {
    name: "does not run after a no to a call that CapFence has approved meanwhile",
    async run(desk) {
      const { agent, runtime } = await desk.process();
      const state = stateOf(await agent.start(ASKING));
      const [request] = await runtime.approvals.pending();
      await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
      const later = await desk.process();
      await later.agent.resume(state, NO).catch(() => "refusing it is as good");
      expect(desk.runs).toEqual([]);
    },
  },
];
