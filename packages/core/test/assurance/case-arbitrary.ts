import * as fc from "fast-check";
import type { PolicyData } from "../reference/policy.ts";
import type { RequestData } from "../reference/request.ts";
import { policies } from "./policy-arbitrary.ts";
import { requests } from "./request-arbitrary.ts";

/** A policy, and requests which it judges. */
export interface Case {
  readonly policy: PolicyData;
  readonly requests: readonly RequestData[];
}

/** How many requests meet each policy, so that most of the time goes into decisions. */
const REQUESTS_PER_POLICY = 10;

/** A generated policy with requests that mostly ask for what it speaks of. */
export const cases: fc.Arbitrary<Case> = casesOf(policies);

/** As {@link cases}, for policies of one's own making. */
export function casesOf(made: fc.Arbitrary<PolicyData>): fc.Arbitrary<Case> {
  const limits = { minLength: 1, maxLength: REQUESTS_PER_POLICY, size: "max" } as const;
  return fc
    .tuple(made, fc.array(requests, limits))
    .map(([policy, asked]) => ({ policy, requests: asked.map((one) => one(policy)) }));
}
