import { beforeEach, describe, expect, it, vi } from "vitest";
import { judgedRuntime, recordsOf, transfer } from "../../test/judged-runtime.ts";
import { ActionEvent } from "../action/event.ts";
import { CapabilitySystem, type DecisionPoint } from "../policy/capability-system.ts";
import type { Decision } from "../policy/decision.ts";
import type { ActionRuntime } from "./runtime.ts";

const elsewhere = ActionEvent.create({ actor: "agent", capability: "files.read" });

function runtimeWith(could: DecisionPoint["couldAllow"]): ActionRuntime {
  const policy = new CapabilitySystem();
  const capabilitySystem = {
    decide: (event: ActionEvent): Decision => policy.decide(event),
    ...(could === undefined ? {} : { couldAllow: could }),
  };
  return judgedRuntime({ capabilitySystem });
}

let warning: ReturnType<typeof vi.spyOn>;
beforeEach(() => {
  warning = vi.spyOn(process, "emitWarning").mockImplementation(() => undefined);
});

describe("ActionRuntime.couldRun", () => {
  it("says what the policy could allow, whatever the payload, and records nothing", async () => {
    const runtime = judgedRuntime();
    for (const amount of [5, 5000, 50_000]) expect(runtime.couldRun(transfer(amount))).toBe(true);
    expect(runtime.couldRun(elsewhere)).toBe(false);
    expect(await recordsOf(runtime)).toEqual([]);
  });

  it("is true in observe mode, in which everything runs", () => {
    expect(judgedRuntime({ mode: "observe" }).couldRun(elsewhere)).toBe(true);
    const capabilitySystem = new CapabilitySystem().loadPolicyText("mode: observe");
    expect(judgedRuntime({ capabilitySystem }).couldRun(elsewhere)).toBe(true);
    expect(judgedRuntime({ capabilitySystem, mode: "enforce" }).couldRun(elsewhere)).toBe(false);
  });

  it("is true for an actor with an emergency bypass, until that ends", async () => {
    const runtime = judgedRuntime({ emergencyBypass: { longestSeconds: 60 } });
    const end = await runtime.bypass({ actor: "agent", reason: "fire", seconds: 60 });
    expect(warning).toHaveBeenCalled();
    expect(runtime.couldRun(elsewhere)).toBe(true);
    const other = ActionEvent.create({ actor: "other", capability: "files.read" });
    expect(runtime.couldRun(other)).toBe(false);
    await end();
    expect(runtime.couldRun(elsewhere)).toBe(false);
  });

  it("is true where the decision point cannot say", () => {
    expect(runtimeWith(undefined).couldRun(elsewhere)).toBe(true);
  });

  it.each<[string, () => unknown]>([
    [
      "throws",
      () => {
        throw new Error("broken");
      },
    ],
    ["answers later", () => Promise.resolve(true)],
    ["answers with no answer", () => "yes"],
    ["says no", () => false],
  ])("is false where the decision point %s", (_what, could) => {
    expect(runtimeWith(could as () => boolean).couldRun(elsewhere)).toBe(false);
  });
});
