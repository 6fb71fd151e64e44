import { globSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { ActionEvent } from "../../src/action/event.ts";
import { CapabilitySystem } from "../../src/policy/capability-system.ts";
import type { Decision } from "../../src/policy/decision.ts";
import { decideByReference } from "../reference/decide.ts";
import type { PolicyData } from "../reference/policy.ts";
import type { RequestData } from "../reference/request.ts";

interface ConformanceCase {
  readonly it: string;
  readonly request: Partial<RequestData>;
  readonly effect: Decision["effect"];
  readonly reason: Decision["reason"];
  readonly rule?: string;
  readonly warn?: boolean;
  readonly uncertain?: readonly string[];
}

interface ConformancePolicy {
  readonly about: string;
  readonly policy: PolicyData;
  readonly cases: readonly ConformanceCase[];
}

const folder = join(import.meta.dirname, "../../conformance");

describe.each(globSync("*.yaml", { cwd: folder }).toSorted())("the cases of %s", (file) => {
  const policies = parse(readFileSync(join(folder, file), "utf8")) as readonly ConformancePolicy[];

  describe.each(policies)("$about", ({ policy, cases }) => {
    it.each(cases)("$it", ({ request, effect, reason, rule, warn = false, uncertain = [] }) => {
      const engine = new CapabilitySystem().loadPolicyText(JSON.stringify(policy), basename(file));
      const asked = { actor: "agent", payload: {}, ...request };
      const decided = engine.decide(ActionEvent.create(asked));
      expect(decided).toMatchObject({ effect, reason, warn, uncertain });
      expect(decided.rule?.id).toBe(rule);
      const reference = decideByReference(policy, asked);
      expect(reference).toMatchObject({ effect, reason, warn, rule });
    });
  });
});
