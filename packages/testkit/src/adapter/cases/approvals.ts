import { AgentActionBlocked } from "@capfence/core";
import { expect } from "vitest";
import type { AdapterCase } from "../adapter-case.ts";
import { rejection } from "../errors.ts";
import { answerTo, ASKING } from "../transfer-tool.ts";

/** What a human's answer changes. */
export const approvalCases: readonly AdapterCase[] = [
  {
    name: "blocks a call that needs approval, and lets it through once when it has it",
    async run(stage) {
      const { tool, runs, runtime } = await stage();
      const waiting = AgentActionBlocked.find(await rejection(tool.call(ASKING)));
      expect(waiting?.reason).toBe("approval_required");
      expect(runs).toEqual([]);
      await runtime.approvals.approve(waiting?.approvalId ?? "", { by: "carol" });
      expect(await tool.call(ASKING)).toEqual(answerTo(ASKING));
      expect(runs).toHaveLength(1);
      const again = AgentActionBlocked.find(await rejection(tool.call(ASKING)));
      expect(again?.reason).toBe("approval_required");
      expect(again?.approvalId).not.toBe(waiting?.approvalId);
      expect(runs).toHaveLength(1);
    },
  },
  {
    name: "does not let an approval through for another input",
    async run(stage) {
      const { tool, runs, runtime } = await stage();
      const waiting = AgentActionBlocked.find(await rejection(tool.call(ASKING)));
      await runtime.approvals.approve(waiting?.approvalId ?? "", { by: "carol" });
      const other = await rejection(tool.call({ ...ASKING, to: "eve" }));
      expect(AgentActionBlocked.find(other)?.reason).toBe("approval_required");
      expect(runs).toEqual([]);
    },
  },
  {
    name: "blocks a call whose approval was rejected",
    async run(stage) {
      const { tool, runs, runtime } = await stage();
      const waiting = AgentActionBlocked.find(await rejection(tool.call(ASKING)));
      await runtime.approvals.reject(waiting?.approvalId ?? "", { by: "carol", note: "not now" });
      const rejected = AgentActionBlocked.find(await rejection(tool.call(ASKING)));
      expect(rejected?.reason).toBe("approval_rejected");
      expect(runs).toEqual([]);
    },
  },
];
