import type { ScriptedCall } from "./scripted-model.ts";

/** A model's call that pays bob. */
export function pay(amount: number): ScriptedCall {
  return { name: "pay", id: `call-${amount}`, input: { amount, to: "bob" } };
}
