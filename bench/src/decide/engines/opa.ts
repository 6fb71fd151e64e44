import { readFileSync } from "node:fs";
import { loadPolicy } from "@open-policy-agent/opa-wasm";
import type { Engine } from "./engine.ts";
import { prepareQuestions } from "./prepare-questions.ts";
import type { Effect, Rule } from "../rule.ts";

/**
 * OPA in process: a Rego policy compiled to WebAssembly (`opa build -t wasm -e bench/effect rules.rego`, of which
 * `rules.wasm` is the `policy.wasm`), with the rules as data under their resource.
 */
export async function loadOpa(rules: readonly Rule[]): Promise<Engine> {
  const policy = await loadPolicy(readFileSync(new URL("opa-rules/rules.wasm", import.meta.url)));
  const byResource: Record<string, unknown[]> = {};
  for (const rule of rules) (byResource[rule.resource] ??= []).push(rule);
  policy.setData({ rules: byResource });
  return {
    prepare: (requests) =>
      prepareQuestions(requests, (request) => {
        const [answer] = policy.evaluate(request) as readonly { readonly result: Effect }[];
        return answer?.result ?? "deny";
      }),
  };
}
