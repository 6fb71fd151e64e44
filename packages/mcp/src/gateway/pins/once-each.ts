import type { PinEvent } from "./pin-event.ts";

/** A server may have as many tools as it likes, and call them something else every time. */
const MOST = 50_000;

/** Tells of each thing once, until it has changed. */
export class OnceEach {
  readonly #report: (event: PinEvent) => void;
  /** What was said last of each tool, upstream or file. */
  readonly #said = new Map<string, string>();

  constructor(report: (event: PinEvent) => void) {
    this.#report = report;
  }

  tell(event: PinEvent): void {
    const { kind, upstream, tool, digest, message } = event;
    const about = keyOf(upstream, tool);
    const said = JSON.stringify([kind, digest, message]);
    if (this.#said.get(about) === said) return;
    if (this.#said.size >= MOST) this.#said.clear();
    this.#said.set(about, said);
    this.#report(event);
  }

  /** Nothing is wrong with a tool, or with the file, any more: if it is again, that is news. */
  forget(upstream?: string, tool?: string): void {
    this.#said.delete(keyOf(upstream, tool));
  }
}

function keyOf(upstream: string | undefined, tool: string | undefined): string {
  return JSON.stringify([upstream, tool]);
}
