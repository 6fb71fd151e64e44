import { applyTransitions, readsOf } from "../src/approvals/apply-transition.ts";
import type { Transition } from "../src/approvals/transition.ts";
import type { AuditStore } from "../src/audit/store.ts";

/** Applies transitions in a store without a word in any log, as another process might; says whether they applied. */
export async function applyQuietly(
  store: AuditStore,
  ...transitions: readonly Transition[]
): Promise<boolean> {
  let applied = false;
  await store.commit({
    reads: readsOf(transitions),
    insertions(state) {
      const versions = applyTransitions(state, transitions);
      applied = versions !== undefined;
      return { versions: versions ?? [], entries: [] };
    },
  });
  return applied;
}
