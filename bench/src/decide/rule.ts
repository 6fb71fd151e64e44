import type { JsonObject } from "@capfence/core";

/** What an engine may answer. */
export type Effect = "allow" | "deny" | "require_approval";

/** One rule in terms that every engine can be taught. */
export interface Rule {
  readonly section: Effect;
  readonly resource: string;
  /** A verb, or `*` for any. */
  readonly action: string;
  readonly environment?: string;
  /** The payload's `command` is a text that contains this, whatever its case. */
  readonly contains?: string;
  /** The payload's `amount` is a number above this. */
  readonly amountAbove?: number;
  /** The payload's `amount` is a number from 0 up to this. */
  readonly amountUpTo?: number;
}

/** One question, before it takes an engine's own input shape. */
export type Request = {
  readonly actor: string;
  readonly resource: string;
  readonly action: string;
  readonly environment: string;
  readonly payload: JsonObject;
};

/** Rules and questions to ask of them. */
export interface Workload {
  readonly rules: readonly Rule[];
  readonly requests: readonly Request[];
}
