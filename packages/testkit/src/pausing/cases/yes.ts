import { expect } from "vitest";
import { answerTo, ASKING, DENIED } from "../../adapter/transfer-tool.ts";
import { normaliseRecords } from "../../adapter/normalise-records.ts";
import { referencePausing } from "../reference-pausing.ts";
import { Desk, denialIn, outputOf, stateOf } from "../desk.ts";
import type { PausingCase } from "../pausing-case.ts";

const YES = { approved: true } as const;

/** Only alice may approve, and only with her key. */
const ALICE_ONLY =
  "approvals: { for: payments.*, approvers: [alice+0ac22597+AfRABgxSeY70WZW0nUc16PXrZRfE7Tep8WR7TkWeG4Iu] }\n";

/** What a yes does, and what it does not. */
export const yesCases: readonly PausingCase[] = [
  {
    name: "runs the call once after a yes that was given to another process",
    async run(desk) {
      const state = stateOf(await (await desk.process()).agent.start(ASKING));
      const { agent } = await desk.process();
      expect(outputOf(await agent.resume(state, YES))).toEqual(answerTo(ASKING));
      expect(desk.runs).toEqual([ASKING]);
    },
  },
  {
    name: "writes the records that a call writes that was approved in CapFence",
    async run(desk) {
      expect(await approvedRecords(desk)).toEqual(
        await approvedRecords(new Desk(referencePausing)),
      );
    },
  },
  {
    name: "does not run a call twice that is resumed twice",
    async run(desk) {
      const state = stateOf(await (await desk.process()).agent.start(ASKING));
      for (let time = 0; time < 2; time += 1) {
        const { agent } = await desk.process();
        await agent.resume(state, YES).catch(() => "refusing it is as good");
      }
      expect(desk.runs).toEqual([ASKING]);
    },
  },
  {
    name: "does not run on a yes of nobody",
    async run(desk) {
      const state = stateOf(await (await desk.process()).agent.start(ASKING));
      const { agent } = await desk.process({ guard: { approver: () => undefined } });
      await agent.resume(state, YES).catch(() => "refusing it is as good");
      expect(desk.runs).toEqual([]);
    },
  },
  {
    name: "runs on a yes of nobody where CapFence has the approval by then",
    async run(desk) {
      const { agent, runtime } = await desk.process();
      const state = stateOf(await agent.start(ASKING));
      const [request] = await runtime.approvals.pending();
      await runtime.approvals.approve(request?.id ?? "", { by: "dora" });
      const later = await desk.process({ guard: { approver: () => undefined } });
      expect(outputOf(await later.agent.resume(state, YES))).toEqual(answerTo(ASKING));
      expect(desk.runs).toEqual([ASKING]);
    },
  },
  {
    name: "does not run on a yes of somebody who may not give it",
    async run(desk) {
      const policy = ALICE_ONLY;
      const state = stateOf(await (await desk.process({ policy })).agent.start(ASKING));
      const { agent, runtime } = await desk.process({ policy });
      await agent.resume(state, YES).catch(() => "refusing it is as good");
      expect(desk.runs).toEqual([]);
      expect(await runtime.approvals.list("approved")).toEqual([]);
    },
  },
  {
    name: "does not run on a yes after the policy has come to deny the call",
    async run(desk) {
      const state = stateOf(await (await desk.process()).agent.start(ASKING));
      const { agent } = await desk.process({
        deny: "  - { capability: payments.*, amount_gt: 1 }",
      });
      const run = await agent.resume(state, YES);
      expect(denialIn(agent, run)).toContain("policy_deny");
      expect(desk.runs).toEqual([]);
    },
  },
  {
    name: "does not run other arguments than those that were paused",
    async run(desk) {
      for (const other of [{ ...ASKING, to: "eve" }, DENIED]) {
        const state = stateOf(await (await desk.process()).agent.start(ASKING));
        const { agent } = await desk.process();
        if (agent.forge === undefined) throw new Error("the harness does not say how to forge");
        const forged = agent.forge(state, other);
        await agent.resume(forged, YES).catch(() => "refusing it is as good");
        // Nor because somebody was asked for them the first time.
        const again = await desk.process();
        await again.agent.resume(forged, YES).catch(() => "refusing it is as good");
        expect(desk.runs).toEqual([]);
      }
    },
  },
];

/** The records of one call that is asked for, approved and run. */
async function approvedRecords(desk: Desk): Promise<readonly unknown[]> {
  const { agent } = await desk.process();
  const state = stateOf(await agent.start(ASKING));
  await agent.resume(state, YES);
  return normaliseRecords(await desk.records());
}
