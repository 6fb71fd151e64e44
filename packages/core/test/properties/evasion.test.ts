import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import { ActionEvent } from "../../src/action/event.ts";
import { CapabilityError } from "../../src/errors.ts";
import { runs, TIME } from "../assurance/assurance-runs.ts";
import { cases, casesOf } from "../assurance/case-arbitrary.ts";
import { texts } from "../assurance/payload-arbitrary.ts";
import { policies } from "../assurance/policy-arbitrary.ts";
import { conditionsOf, type PolicyData } from "../reference/policy.ts";
import { capabilityOf, type RequestData } from "../reference/request.ts";
import { engineOf, FREEDOM, freedoms } from "./decided.ts";

const LIMITS = runs(60, 4000);

const UNKNOWN = fc.dictionary(
  fc.constantFrom("zz", "extra", "_"),
  fc.oneof(texts, fc.integer(), fc.boolean(), fc.constant(null), fc.array(texts, { maxLength: 2 })),
  { minKeys: 1, noNullPrototype: true },
);

/** A restricting rule with `only_args` is about calls that lack other keys, so another key is known to it. */
const withoutOnlyArgs = (policy: PolicyData): boolean =>
  [...(policy.deny ?? []), ...(policy.require_approval ?? [])].every((rule) =>
    conditionsOf(rule).every(([key]) => key !== "only_args"),
  );

const LOOKALIKES: readonly ((capability: string) => string)[] = [
  (text) => text.toUpperCase(),
  (text) => ` ${text}`,
  (text) => `${text} `,
  (text) => `${text}.`,
  (text) => `.${text}`,
  (text) => text.replace(".", ".."),
  (text) => text.replace(".", "\u2024"),
  (text) => text.replace(/[a-z]/, (letter) => String.fromCodePoint(letter.charCodeAt(0) + 0xfee0)),
  (text) => text.replace("e", "\u0435"),
  (text) => text.replace("s", "\u017f"),
  (text) => text.replace("p", "p\u200b"),
  (text) => `${text}\n`,
  (text) => `${text}\0`,
  (text) => text.replace(/[^.]+$/, "*"),
  (text) => text.normalize("NFD").replace("a", "a\u0301"),
];

describe("nobody is allowed more", () => {
  it("for arguments that no condition reads", { timeout: TIME }, () => {
    const holds = fc.property(
      casesOf(policies.filter(withoutOnlyArgs)),
      UNKNOWN,
      ({ policy, requests }, unknown) => {
        // A call with no text at all has nothing that text conditions could read; these have some.
        const worded = requests.map((one) => ({ ...one, payload: { word: "x", ...one.payload } }));
        const more = worded.map((one) => ({ ...one, payload: { ...one.payload, ...unknown } }));
        const allowed = allowedOf(policy, worded);
        for (const at of allowedOf(policy, more)) expect(allowed).toContain(at);
      },
    );
    fc.assert(holds, LIMITS);
  });

  it("for a capability in disguise, which is refused or means the same", { timeout: TIME }, () => {
    const disguise = fc.constantFrom(...LOOKALIKES);
    const holds = fc.property(cases, disguise, ({ policy, requests }, disguised) => {
      const engine = engineOf(policy);
      for (const { resource: _, action: __, ...facts } of requests.map(outright)) {
        const plain = engine.decide(ActionEvent.create(facts));
        const capability = disguised(facts.capability);
        const event = createOrRefuse({ ...facts, capability });
        const after = event === undefined ? 0 : FREEDOM[engine.decide(event).effect];
        expect(after).toBeLessThanOrEqual(FREEDOM[plain.effect]);
      }
    });
    fc.assert(holds, LIMITS);
  });
});

/** The places of the requests that are allowed. */
function allowedOf(policy: PolicyData, requests: readonly RequestData[]): readonly number[] {
  return freedoms(policy, requests).flatMap((freedom, at) =>
    freedom === FREEDOM.allow ? [at] : [],
  );
}

function outright(request: RequestData): RequestData & { readonly capability: string } {
  return { ...request, capability: capabilityOf(request) };
}

function createOrRefuse(request: RequestData): ActionEvent | undefined {
  try {
    return ActionEvent.create(request);
  } catch (error) {
    if (error instanceof CapabilityError) return undefined;
    throw error;
  }
}
