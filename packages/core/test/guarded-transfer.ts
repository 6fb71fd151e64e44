import { guard } from "../src/runtime/guard.ts";
import type { GuardOptions } from "../src/runtime/guard-options.ts";
import type { ActionRuntime } from "../src/runtime/runtime.ts";
import { judgedRuntime } from "./judged-runtime.ts";

/** A guarded tool, its runtime, and the amounts it was run with. */
export interface GuardedTransfer {
  readonly runtime: ActionRuntime;
  readonly ran: readonly number[];
  readonly pay: (transfer: { readonly amount: number }) => Promise<string>;
}

/** Guards a tool that transfers an amount, and does `body` besides. */
export function guarded(
  options: Partial<GuardOptions> = {},
  body?: (amount: number) => void,
): GuardedTransfer {
  const runtime = options.runtime ?? judgedRuntime();
  const ran: number[] = [];
  const pay = guard(
    { runtime, agentId: "agent", capability: "payments.transfer", ...options },
    ({ amount }: { readonly amount: number }) => {
      ran.push(amount);
      body?.(amount);
      return `paid ${amount}`;
    },
  );
  return { runtime, ran, pay };
}
