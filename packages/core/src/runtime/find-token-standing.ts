import type { ActionEvent } from "../action/event.ts";
import type { Transition } from "../approvals/transition.ts";
import { type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { Decision, Reason } from "../policy/decision.ts";
import type { Admission } from "../tokens/admit-call.ts";
import { stateOf, type TokenState, type TokenUse } from "../tokens/token-state.ts";
import type { AuthorizationPorts } from "./authorization-ports.ts";
import { deniedFor } from "./check-token.ts";
import { bypassedPreview, findStanding, NOTHING_ELSE, type Standing } from "./find-standing.ts";

const REASONS: Readonly<Record<TokenState, Reason>> = {
  revoked: "token_revoked",
  used: "token_replayed",
  over: "token_expired",
};

/**
 * As `findStanding`, with what has become of the token that the call came with: it may be revoked, or its proof used,
 * and a call that goes ahead uses the proof up. Throws or rejects where that cannot be read.
 */
export function findStandingOfToken(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<Standing> {
  const { token, state, clock } = ports;
  if (token === undefined) return findStanding(event, decision, ports);
  const use = useOf(token);
  return whenReady(stateOf(use, state, clock()), (found): MaybePromise<Standing> => {
    if (found !== undefined) {
      const seen = bypassedPreview(event, deniedFor(decision, REASONS[found]), ports);
      return { seen, ...NOTHING_ELSE };
    }
    return whenReady(findStanding(event, decision, ports), (standing) => {
      if (!standing.seen.authorized) return standing;
      const present: Transition = { type: "present", ...use, at: clock };
      return { ...standing, transitions: [...standing.transitions, present] };
    });
  });
}

function useOf({ ids, expires, proof }: Admission): TokenUse {
  if (proof === undefined) return { ids, until: expires };
  return { ids, nonce: proof.nonce, until: Math.min(expires, proof.expires) };
}
