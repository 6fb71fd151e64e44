import type { Verdict } from "../reference/decide.ts";

/** How often each decision was made, so that one sees whether the generated cases reach all of them. */
export class DecisionCounts {
  readonly #counts = new Map<string, number>();
  readonly #effects = new Map<string, number>();
  #total = 0;

  add({
    effect,
    reason,
    warn,
    section,
  }: Pick<Verdict, "effect" | "reason" | "warn" | "section">): void {
    const name = `${effect} ${reason} ${section ?? "by no rule"}${warn ? " with a warning" : ""}`;
    this.#counts.set(name, (this.#counts.get(name) ?? 0) + 1);
    this.#effects.set(effect, (this.#effects.get(effect) ?? 0) + 1);
    this.#total += 1;
  }

  /** The share of the effect that was decided least often. */
  get leastShare(): number {
    const effects = ["allow", "deny", "require_approval"];
    return Math.min(...effects.map((effect) => this.#effects.get(effect) ?? 0)) / this.#total;
  }

  toString(): string {
    const lines = [...this.#counts].toSorted(([, one], [, other]) => other - one);
    return [`${this.#total} decisions`, ...lines.map(([name, count]) => `${count} ${name}`)].join(
      "\n  ",
    );
  }
}
