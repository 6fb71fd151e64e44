import { AuditError, findWrapped } from "@capfence/core";
import { expect } from "vitest";
import type { AdapterCase } from "../adapter-case.ts";
import { rejection } from "../errors.ts";
import { ALLOWED, FAILING, ToolError } from "../transfer-tool.ts";

const isAuditError = (value: unknown): value is AuditError => value instanceof AuditError;
const isToolError = (value: unknown): value is ToolError => value instanceof ToolError;

/** What must be in the log, and when. */
export const recordingCases: readonly AdapterCase[] = [
  {
    name: "never runs a call that cannot be recorded, and stays closed afterwards",
    async run(stage) {
      const { tool, runs, storage } = await stage();
      storage.refuses = () => true;
      const unrecorded = findWrapped(await rejection(tool.call(ALLOWED)), isAuditError);
      expect(unrecorded?.toolInvoked).toBe(false);
      storage.refuses = () => false;
      expect(findWrapped(await rejection(tool.call(ALLOWED)), isAuditError)).toBeDefined();
      expect(runs).toEqual([]);
    },
  },
  {
    name: "has the decision in the log before the tool starts",
    async run(stage) {
      const kinds: string[] = [];
      const { tool, records } = await stage({
        body: async () => {
          kinds.push(...(await records()).map((record) => record.kind));
        },
      });
      await tool.call(ALLOWED);
      expect(kinds).toEqual(["open", "policy", "decision"]);
    },
  },
  {
    name: "says so where the tool ran and its outcome cannot be recorded",
    async run(stage) {
      const { tool, runs, storage } = await stage();
      storage.refuses = ({ kind }) => kind === "outcome";
      const unrecorded = findWrapped(await rejection(tool.call(ALLOWED)), isAuditError);
      expect(unrecorded?.toolInvoked).toBe(true);
      expect(runs).toHaveLength(1);
    },
  },
  {
    name: "passes a tool's error on as it is, and records the failure",
    async run(stage) {
      const { tool, runs, decisions, outcomes } = await stage();
      expect(findWrapped(await rejection(tool.call(FAILING)), isToolError)).toBeDefined();
      expect(runs).toHaveLength(1);
      const [decision] = await decisions();
      expect(await outcomes()).toMatchObject([
        { decision: decision?.id, outcome: "failed", error: "ToolError: the bank is closed" },
      ]);
    },
  },
  {
    name: "makes two decisions and two outcomes of two calls at once",
    async run(stage) {
      const { tool, runs, decisions, outcomes } = await stage();
      const inputs = [ALLOWED, { ...ALLOWED, to: "dora" }];
      await Promise.all(inputs.map((input) => tool.call(input)));
      expect(runs).toHaveLength(2);
      expect(new Set(runs.map((run) => run.input.to))).toEqual(new Set(["bob", "dora"]));
      const made = await decisions();
      expect(made).toHaveLength(2);
      expect(new Set(made.map(({ payload }) => payload["to"]))).toEqual(new Set(["bob", "dora"]));
      const settled = (await outcomes()).map((outcome) => outcome.decision);
      expect(settled).toHaveLength(2);
      expect(new Set(settled)).toEqual(new Set(made.map(({ id }) => id)));
    },
  },
  {
    name: "acts for the identity of the flow it is called in",
    async run(stage) {
      const { tool, runtime, decisions } = await stage({ guard: { environment: "staging" } });
      const identity = { actor: "alice", sessionId: "session-7", environment: "production" };
      await runtime.withIdentity(identity, () => tool.call(ALLOWED));
      await tool.call(ALLOWED);
      expect(await decisions()).toMatchObject([
        { actor: "alice", environment: "production", context: { sessionId: "session-7" } },
        { actor: "suite", environment: "staging" },
      ]);
    },
  },
];
