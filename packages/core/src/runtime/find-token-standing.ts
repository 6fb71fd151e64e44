import type { ActionEvent } from "../action/event.ts";
import type { Transition } from "../approvals/transition.ts";
import { type LimitReservation, isExceeded } from "../approvals/usage.ts";
import { eachWhenReady, type MaybePromise, whenReady } from "../maybe-promise.ts";
import type { Decision, Reason } from "../policy/decision.ts";
import type { Admission } from "../tokens/admit-call.ts";
import { stateOf, type TokenState, type TokenUse } from "../tokens/token-state.ts";
import type { StateStore } from "../state/store.ts";
import type { AuthorizationPorts } from "./authorization-ports.ts";
import { deniedFor } from "./check-token.ts";
import { bypassedPreview, findStanding, NOTHING_ELSE, type Standing } from "./find-standing.ts";

const REASONS: Readonly<Record<TokenState, Reason>> = {
  revoked: "token_revoked",
  used: "token_replayed",
  over: "token_expired",
};

/**
 * As `findStanding`, with what has become of the token that the call came with: it may be revoked, its proof used or its
 * budget used up, and a call that goes ahead uses up the proof and its part of the budget. Throws or rejects where that
 * cannot be read.
 */
export function findStandingOfToken(
  event: ActionEvent,
  decision: Decision,
  ports: AuthorizationPorts,
): MaybePromise<Standing> {
  const { token, state, clock } = ports;
  if (token === undefined) return findStanding(event, decision, ports);
  const use = useOf(token);
  const { budgets } = token;
  return whenReady(denialOf(use, budgets, state, clock()), (denial): MaybePromise<Standing> => {
    if (denial !== undefined) {
      const seen = bypassedPreview(event, deniedFor(decision, denial), ports);
      return { seen, ...NOTHING_ELSE };
    }
    return whenReady(findStanding(event, decision, ports), (standing) => {
      if (!standing.seen.authorized) return standing;
      const reserve: Transition = { type: "reserve", limits: budgets, at: clock };
      const present: Transition = { type: "present", ...use, at: clock };
      const using = budgets.length > 0 ? [reserve, present] : [present];
      return { ...standing, transitions: [...standing.transitions, ...using] };
    });
  });
}

function denialOf(
  use: TokenUse,
  budgets: readonly LimitReservation[],
  store: StateStore,
  now: number,
): MaybePromise<Reason | undefined> {
  return whenReady(stateOf(use, store, now), (found): MaybePromise<Reason | undefined> => {
    if (found !== undefined) return REASONS[found];
    return whenReady(
      eachWhenReady(budgets, (one) => isExceeded(one, store, now)),
      (exceeded) => (exceeded.includes(true) ? "token_exhausted" : undefined),
    );
  });
}

function useOf({ ids, expires, proof }: Admission): TokenUse {
  if (proof === undefined) return { ids, until: expires };
  return { ids, nonce: proof.nonce, until: Math.min(expires, proof.expires) };
}
