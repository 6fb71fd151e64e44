import {
  type CedarValueJson,
  type EntityUid,
  preparsePolicySet,
  statefulIsAuthorized,
} from "@cedar-policy/cedar-wasm/nodejs";
import type { Effect } from "../../src/policy/decision.ts";
import type { PolicyData } from "../reference/policy.ts";
import { capabilityOf, type RequestData } from "../reference/request.ts";
import { type ApprovalsAs, cedarPolicy } from "./cedar-policy.ts";

const UID: EntityUid = { type: "Any", id: "one" };
const BOTH: readonly ApprovalsAs[] = ["permit", "forbid"];

/** What a request says, as the translated policies read it. */
function contextOf(request: RequestData): Record<string, CedarValueJson> {
  const { amount, note } = request.payload;
  const name = capabilityOf(request);
  return {
    // The dot at the end keeps `payments.trans` from covering `payments.transfer`.
    capability: `${name}.`,
    ...Object.fromEntries(name.split(".").map((segment, at) => [`s${at}`, segment])),
    environment: request.environment ?? null,
    user_role: request.userRole ?? null,
    ...(amount === undefined ? {} : { amount: amount as number }),
    ...(note === undefined ? {} : { note: (note as string).toLowerCase() }),
  };
}

/** Decides requests by a policy translated into Cedar: an engine that nobody here wrote. */
export class CedarOracle {
  constructor(policy: PolicyData) {
    for (const approvalsAs of BOTH) {
      const staticPolicies = cedarPolicy(policy, approvalsAs);
      const answer = preparsePolicySet(approvalsAs, { staticPolicies });
      if (answer.type === "failure")
        throw new Error(
          `${answer.errors.map(({ message }) => message).join("; ")}\n${staticPolicies}`,
        );
    }
  }

  /** Allowed where approvals forbid is allowed; allowed only where they permit is an approval. */
  effectOf(request: RequestData): Effect {
    const context = contextOf(request);
    if (!this.#allows(context, "permit")) return "deny";
    return this.#allows(context, "forbid") ? "allow" : "require_approval";
  }

  #allows(context: Record<string, CedarValueJson>, preparsedPolicySetId: ApprovalsAs): boolean {
    const call = { principal: UID, action: UID, resource: UID, context, entities: [] };
    const answer = statefulIsAuthorized({ ...call, preparsedPolicySetId });
    if (answer.type === "failure")
      throw new Error(answer.errors.map(({ message }) => message).join("; "));
    const { decision, diagnostics } = answer.response;
    if (diagnostics.errors.length > 0) throw new Error(JSON.stringify(diagnostics.errors));
    return decision === "allow";
  }
}
