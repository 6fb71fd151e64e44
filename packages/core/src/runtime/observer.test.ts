import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { judgedRuntime, linesOf, recordsOf, transfer } from "../../test/judged-runtime.ts";
import { WaitingStorage } from "../../test/waiting-storage.ts";
import type { DecisionPoint } from "../policy/capability-system.ts";
import { MemoryStorage } from "../storage/memory.ts";
import { Guard } from "./guard.ts";
import type { DecisionObserver } from "./observer.ts";
import type { ActionRuntime } from "./runtime.ts";
import type { ExecutionVerdict } from "./verdict.ts";

const unhandled: unknown[] = [];
const noteUnhandled = (reason: unknown): void => {
  unhandled.push(reason);
};

beforeEach(() => {
  unhandled.length = 0;
  process.on("unhandledRejection", noteUnhandled);
});

afterEach(() => process.off("unhandledRejection", noteUnhandled));

class Notes implements DecisionObserver {
  readonly lines: string[] = [];
  readonly verdicts: ExecutionVerdict[] = [];

  decided(verdict: ExecutionVerdict): void {
    this.lines.push(`${verdict.decision} ${verdict.reason}`);
    this.verdicts.push(verdict);
  }

  finished(verdict: ExecutionVerdict, { outcome }: { readonly outcome: string }): void {
    this.lines.push(`${outcome} after ${verdict.decision}`);
  }
}

/** What a runtime does with one allowed and one denied call. */
async function work(runtime: ActionRuntime): Promise<readonly string[]> {
  const guard = new Guard({ runtime, agentId: "agent", capability: "payments.transfer" });
  const pay = (amount: number): Promise<unknown> =>
    guard.run({ toolName: "pay", input: { amount }, invoke: () => `paid ${amount}` });
  const answers = [await pay(50), await pay(50_000).catch(String)];
  return [...answers.map(String), ...(await linesOf(runtime))];
}

describe("an observer", () => {
  it("is told of every decision and outcome, sync and async, in the order in which they came", async () => {
    const notes = new Notes();
    const runtime = judgedRuntime({ observers: [notes] });
    await work(runtime);
    const verdict = runtime.executeSync(transfer(70));
    runtime.recordOutcomeSync(verdict, { outcome: "unknown" });
    await runtime.refuse(transfer(1), "tool_unmapped");
    expect(notes.lines).toStrictEqual([
      "allow policy_allow",
      "succeeded after allow",
      "deny policy_deny",
      "allow policy_allow",
      "unknown after allow",
      "deny tool_unmapped",
    ]);
    expect(notes.verdicts.at(2)?.id).toBe(verdict.id);
  });

  it("is told once the record is durable, and of nothing that could not be recorded", async () => {
    const storage = new MemoryStorage();
    const seen: number[] = [];
    const count = (): number => [...storage.entries()].length;
    const observer = {
      decided: () => void seen.push(count()),
      finished: () => void seen.push(count()),
    };
    const runtime = judgedRuntime({ storage, observers: [observer] });
    const verdict = await runtime.execute(transfer(1));
    await runtime.recordOutcome(verdict, { outcome: "succeeded" });
    // An opening and the policy come before.
    expect(seen).toStrictEqual([3, 4]);
    storage.commit = () => {
      throw new Error("disk full");
    };
    await expect(runtime.recordOutcome(verdict, { outcome: "succeeded" })).rejects.toThrow(
      "recorded",
    );
    await expect(runtime.execute(transfer(1))).rejects.toThrow("audit trail");
    expect(() => runtime.executeSync(transfer(1))).toThrow("audit trail");
    // An opening and the policy come before.
    expect(seen).toStrictEqual([3, 4]);
  });

  it("is not told of a preview", async () => {
    const notes = new Notes();
    await judgedRuntime({ observers: [notes] }).preview(transfer(1));
    expect(notes.lines).toStrictEqual([]);
  });

  it.each<[string, DecisionObserver]>([
    ["throws", { decided: fail, finished: fail }],
    ["rejects", { decided: () => Promise.reject(new Error("no")), finished: async () => fail() }],
    ["gives a thenable that throws", { decided: () => thenable(), finished: () => thenable() }],
    ["has a getter that throws", getterObserver()],
    ["never answers", { decided: () => new Promise(() => undefined) }],
    ["is no observer", 7 as unknown as DecisionObserver],
    ["is nothing", undefined as unknown as DecisionObserver],
  ])("that %s changes nothing, and the next one is told all the same", async (_what, observer) => {
    const notes = new Notes();
    const storage = new WaitingStorage();
    const watched = await work(judgedRuntime({ storage, observers: [observer, notes] }));
    expect(watched).toStrictEqual(await work(judgedRuntime({ storage: new WaitingStorage() })));
    expect(notes.lines).toStrictEqual([
      "allow policy_allow",
      "succeeded after allow",
      "deny policy_deny",
    ]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(unhandled).toStrictEqual([]);
  });

  it("cannot change a verdict, nor what the decision point keeps", async () => {
    const rule = { section: "deny", id: "d", file: "f", line: 1, references: ["r"] } as const;
    const decision = {
      effect: "deny",
      reason: "policy_deny",
      warn: false,
      rule,
      uncertain: ["amount_gt"],
      policyDigest: "digest",
      resolved: { "/a": "/b" },
    } as const;
    const capabilitySystem: DecisionPoint = { decide: () => decision };
    const faults: unknown[] = [];
    const attempt = (body: () => unknown): void => {
      try {
        body();
      } catch (fault) {
        faults.push(fault);
      }
    };
    const observer: DecisionObserver = {
      decided: (verdict) => {
        attempt(() => Object.assign(verdict, { authorized: true }));
        attempt(() => Object.assign(verdict.rule ?? {}, { id: "x" }));
        attempt(() => (verdict.rule as unknown as { references: string[] }).references.push("x"));
        attempt(() => (verdict.uncertain as string[]).push("x"));
        attempt(() => Object.assign(verdict.resolved ?? {}, { "/a": "/x" }));
        attempt(() => Object.assign(verdict.event.payload, { amount: 1 }));
      },
    };
    const runtime = judgedRuntime({ capabilitySystem, observers: [observer] });
    const verdict = await runtime.execute(transfer(5));
    expect(faults).toHaveLength(6);
    const { uncertain, resolved } = decision;
    expect(verdict).toMatchObject({ authorized: false, rule, uncertain, resolved });
    expect(rule).toMatchObject({ id: "d", references: ["r"] });
    expect([uncertain, resolved]).toStrictEqual([["amount_gt"], { "/a": "/b" }]);
    expect(await recordsOf(runtime)).toMatchObject([{ rule, authorized: false }]);
  });

  it("is one of those the runtime was made with, whatever becomes of the list", async () => {
    const notes = new Notes();
    const observers: DecisionObserver[] = [notes];
    const runtime = judgedRuntime({ observers });
    observers.length = 0;
    await runtime.execute(transfer(1));
    expect(notes.lines).toStrictEqual(["allow policy_allow"]);
  });
});

function fail(): never {
  throw new Error("an observer's own fault");
}

function thenable(): Promise<void> {
  // oxlint-disable-next-line unicorn/no-thenable -- what a careless observer may return
  return { then: fail } as unknown as Promise<void>;
}

function getterObserver(): DecisionObserver {
  return Object.defineProperty({}, "decided", { get: fail });
}
