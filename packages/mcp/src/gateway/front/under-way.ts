import type { LimitSettings } from "../config/settings.ts";
import { HttpFailure } from "./http-failure.ts";

/** Counts what is under way, in all and by principal. */
export class UnderWay {
  readonly #byPrincipal = new Map<string, number>();
  #all = 0;

  get count(): number {
    return this.#all;
  }

  /** Lets one more in, and gives what ends it. Throws `HttpFailure` above the limits. */
  enter(
    principal: string,
    limits: Pick<LimitSettings, "concurrent" | "concurrentPerPrincipal">,
  ): () => void {
    const headers = { "Retry-After": "1" };
    const own = this.#byPrincipal.get(principal) ?? 0;
    if (own >= limits.concurrentPerPrincipal)
      throw new HttpFailure(429, "too many requests are under way; try again later", { headers });
    if (this.#all >= limits.concurrent)
      throw new HttpFailure(503, "the gateway is busy; try again later", { headers });
    this.#all += 1;
    this.#byPrincipal.set(principal, own + 1);
    let left = false;
    return () => {
      if (left) return;
      left = true;
      this.#all -= 1;
      const rest = (this.#byPrincipal.get(principal) ?? 1) - 1;
      if (rest === 0) this.#byPrincipal.delete(principal);
      else this.#byPrincipal.set(principal, rest);
    };
  }
}
