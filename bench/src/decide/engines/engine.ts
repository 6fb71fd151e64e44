import type { Effect, Request, Rule } from "../rule.ts";

/** A decision engine that has loaded rules. */
export interface Engine {
  /** Gets requests ready as far as a caller would have them ready before asking; not timed. */
  prepare(requests: readonly Request[]): PreparedQuestions;
}

/** Questions an engine can be asked again and again. */
export interface PreparedQuestions {
  /** The answer to one question, for comparing engines. */
  answer(index: number): Effect;
  /** Asks every question once and returns how many were allowed; this is what is timed. */
  askAll(): number;
}

/** Loads rules into an engine. */
export type LoadEngine = (rules: readonly Rule[]) => Engine | Promise<Engine>;
