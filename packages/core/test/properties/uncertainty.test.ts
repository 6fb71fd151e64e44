import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../src/action/event.ts";
import { MemoryStorage } from "../../src/storage/memory.ts";
import { ActionRuntime } from "../../src/runtime/runtime.ts";
import { runs, TIME } from "../assurance/assurance-runs.ts";
import { cases } from "../assurance/case-arbitrary.ts";
import type { RequestData } from "../reference/request.ts";
import { decisionsOf, engineOf, freedoms } from "./decided.ts";

const LIMITS = runs(60, 4000);

/** Every value of a fact between which the generated policies tell; the last stands for all others. */
const VALUES: Readonly<Record<string, readonly (string | number)[]>> = {
  userRole: ["clerk", "Clerk", "admin", "admiral", "other"],
  tenant: ["acme", "globex", "acid", "other"],
  sessionId: ["s1", "s2", "other"],
  toolName: ["send", "send_mail", "other"],
  framework: ["langchain", "mcp", "other"],
  callerDepth: [0, 1, 2, 3, 4],
};

describe("what is not known", () => {
  it(
    "never allows: a decision that lists uncertain conditions is not allow",
    { timeout: TIME },
    () => {
      const holds = fc.property(cases, ({ policy, requests }) => {
        const unsure = decisionsOf(policy, requests).filter(
          ({ uncertain }) => uncertain.length > 0,
        );
        expect(unsure.filter(({ effect }) => effect === "allow")).toEqual([]);
      });
      fc.assert(holds, LIMITS);
    },
  );

  it(
    "about the host's facts allows no more than any value it could have",
    { timeout: TIME },
    () => {
      const fact = fc.constantFrom(...Object.keys(VALUES));
      const holds = fc.property(cases, fact, ({ policy, requests }, name) => {
        const without = requests.map((request) =>
          Object.fromEntries(Object.entries(request).filter(([key]) => key !== name)),
        ) as unknown as readonly RequestData[];
        const strictest = (VALUES[name] ?? [])
          .map((value) =>
            freedoms(
              policy,
              without.map((request) => ({ ...request, [name]: value })),
            ),
          )
          .reduce((one, other) => one.map((freedom, at) => Math.min(freedom, other[at] as number)));
        for (const [at, freedom] of freedoms(policy, without).entries())
          expect(freedom).toBeLessThanOrEqual(strictest[at] as number);
      });
      fc.assert(holds, LIMITS);
    },
  );

  it("because a condition is broken never allows, whichever it is", { timeout: TIME }, async () => {
    const holds = fc.asyncProperty(cases, fc.nat(19), async ({ policy, requests }, choice) => {
      const broken = engineOf(policy);
      const conditions = broken.document?.rules.flatMap((rule) => rule.conditions) ?? [];
      const condition = conditions[choice % conditions.length];
      fc.pre(condition !== undefined);
      Object.defineProperty(condition, "evaluate", {
        value: () => {
          throw new Error("broken");
        },
      });
      const runtime = new ActionRuntime({ capabilitySystem: broken, storage: new MemoryStorage() });
      // Who issued a token the runtime learns from the token alone.
      const asked = requests.map(({ tokenIssuer: _issuer, ...request }) => request);
      const before = decisionsOf(policy, asked);
      for (const [at, request] of asked.entries()) {
        const verdict = await runtime.execute(ActionEvent.create(request));
        const broke = verdict.reason === "policy_error";
        // What was used by then decides as well.
        if (!broke && before[at]?.limits !== undefined) continue;
        expect(verdict.decision).toBe(broke ? "deny" : before[at]?.effect);
        expect(verdict.authorized).toBe(!broke && before[at]?.effect === "allow");
      }
    });
    await fc.assert(holds, runs(40, 2000));
  });
});
