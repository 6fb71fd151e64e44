import { describe } from "../document/source-values.ts";
import { FALSE, TRUE } from "../truth.ts";
import type { CompileCondition } from "./condition.ts";
import { showValues } from "./show-values.ts";

/** `requires_token`: a capability token came with the call that the runtime has verified. Never uncertain. */
export const compileRequiresToken: CompileCondition = (node, side, problem) => {
  if (node.value !== true)
    return problem(
      node,
      `expected true, got ${describe(node)}; leave it out if no token is needed`,
    );
  if (side === "restrict")
    return problem(
      node,
      "would hold back only those calls that do come with a token; to hold back the others, write unless: { requires_token: true } in a deny or require_approval rule, or requires_token: true in an allow rule",
    );
  return {
    key: "requires_token",
    evaluate: ({ event }) => (event.context.tokenIssuer === undefined ? FALSE : TRUE),
    samples: () => [{ at: "tokenIssuer", values: ["any"], complete: true }],
    saw: ({ event }) => {
      const { tokenIssuer } = event.context;
      return tokenIssuer === undefined ? "no token" : `a token of ${showValues([tokenIssuer])}`;
    },
  };
};
