import { TRUST_LEVELS, trustRank } from "../../action/trust.ts";
import { describe } from "../document/source-values.ts";
import { FALSE, TRUE, UNCERTAIN } from "../truth.ts";
import type { CompileCondition } from "./condition.ts";

/** `trust_below`: the host trusts the source of the call less than this. Missing is uncertain. */
export const compileTrustBelow: CompileCondition = (node, _side, problem) => {
  const bound = trustRank(node.value);
  if (bound === undefined)
    return problem(node, `expected a level of trust, ${TRUST_LEVELS}, got ${describe(node)}`);
  if (bound === 0) return problem(node, "nothing is trusted less than untrusted; use external");
  return {
    key: "trust_below",
    evaluate({ event }) {
      const rank = trustRank(event.context.trust);
      return rank === undefined ? UNCERTAIN : rank < bound ? TRUE : FALSE;
    },
    samples: () => [{ at: "trust", values: [0, 1, 2, 3], complete: true }],
    doubt: ({ event }) =>
      event.context.trust === undefined ? "the host does not say how far it is trusted" : undefined,
  };
};
