import type { Anchor, PublishedCheckpoint } from "../anchor.ts";

/** Told of an anchor that could not keep a checkpoint. */
export type AnchorFailure = (error: unknown, anchor: Anchor) => void;

/** Brings checkpoints to anchors in order; one that is slow gets the latest when it is ready for it. */
export class CheckpointPublisher {
  readonly #anchors: readonly AnchorLine[];

  constructor(anchors: readonly Anchor[], onFailure: AnchorFailure) {
    this.#anchors = anchors.map((anchor) => new AnchorLine(anchor, onFailure));
  }

  /** Returns once every anchor that does not have to wait has the checkpoint. */
  publish(checkpoint: PublishedCheckpoint): void {
    for (const anchor of this.#anchors) anchor.publish(checkpoint);
  }

  /** Resolves once nothing is under way. */
  async settled(): Promise<void> {
    await Promise.all(this.#anchors.map((anchor) => anchor.settled));
  }

  /** Lets go of what the anchors hold. */
  async close(): Promise<void> {
    await this.settled();
    await Promise.all(this.#anchors.map((anchor) => anchor.close()));
  }
}

/** What is on its way to one anchor. */
class AnchorLine {
  readonly #anchor: Anchor;
  readonly #onFailure: AnchorFailure;
  #running: Promise<void> | undefined;
  #next: PublishedCheckpoint | undefined;

  constructor(anchor: Anchor, onFailure: AnchorFailure) {
    this.#anchor = anchor;
    this.#onFailure = onFailure;
  }

  get settled(): Promise<void> {
    return this.#running ?? Promise.resolve();
  }

  publish(checkpoint: PublishedCheckpoint): void {
    this.#next = checkpoint;
    if (this.#running === undefined) this.#run();
  }

  async close(): Promise<void> {
    await this.#anchor.close?.();
  }

  #run(): void {
    const checkpoint = this.#next;
    if (checkpoint === undefined) return;
    this.#next = undefined;
    try {
      const published = this.#anchor.publish(checkpoint);
      if (!(published instanceof Promise)) return;
      this.#running = published
        .catch((error: unknown) => this.#onFailure(error, this.#anchor))
        .then(() => {
          this.#running = undefined;
          this.#run();
          // Whoever waits for this one waits for those it has made to wait.
          return this.#running;
        });
    } catch (error) {
      this.#onFailure(error, this.#anchor);
    }
  }
}
