import type { SingleBar } from "cli-progress";
import type { Terminal } from "../terminal.ts";

/** Work that is quicker needs no bar. */
const PATIENCE = 1000;

/** Shows how far a long command has come: on standard error, and only where somebody sees it. */
export class Progress {
  readonly #bar: SingleBar | undefined;
  readonly #total: number;
  readonly #started = performance.now();

  private constructor(total: number, bar: SingleBar | undefined) {
    this.#total = total;
    this.#bar = bar;
  }

  /** A bar that reaches its end at `total`. */
  static async create(total: number, { errors }: Terminal): Promise<Progress> {
    if ((errors as { readonly isTTY?: unknown }).isTTY !== true || total === 0)
      return new Progress(total, undefined);
    const { default: progress } = await import("cli-progress");
    const bar = new progress.SingleBar(
      {
        stream: errors,
        format: "verifying {bar} {percentage}%, {eta_formatted} left",
        // Whoever interrupts it must find the terminal as it was.
        hideCursor: null,
        linewrap: null,
        clearOnComplete: true,
      },
      progress.Presets.shades_classic,
    );
    return new Progress(total, bar);
  }

  /** Says how far it is. */
  update(value: number): void {
    if (this.#bar === undefined || performance.now() - this.#started < PATIENCE) return;
    if (!this.#bar.isActive) this.#bar.start(this.#total, 0);
    this.#bar.update(Math.min(value, this.#total));
  }

  /** Takes the bar away. */
  stop(): void {
    this.#bar?.stop();
  }
}
