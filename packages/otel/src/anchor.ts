import type { Anchor, PublishedCheckpoint } from "@capfence/core";
import { type Logger, logs, ROOT_CONTEXT, SeverityNumber } from "@opentelemetry/api";
import { SCOPE } from "./attributes.ts";

/** What an anchor may be made of. */
export interface OpenTelemetryAnchorOptions {
  /** By default that of the global logger provider. */
  readonly logger?: Logger;
  /**
   * Waits until what was logged has left the process, such as `() => loggerProvider.forceFlush()`, and rejects if it
   * knows that it could not; the SDK's own resolves also where an export failed. Without it, a checkpoint counts as
   * kept once the SDK has it.
   */
  readonly flush?: () => Promise<void>;
}

/**
 * Keeps checkpoints as OpenTelemetry log records, one each: the signed note is the body. What a backend keeps is not
 * read back, so give its notes to `capfence verify` yourself.
 */
export class OpenTelemetryAnchor implements Anchor {
  readonly name = "opentelemetry";
  readonly #logger: Logger;
  readonly #flush: (() => Promise<void>) | undefined;

  constructor(options: OpenTelemetryAnchorOptions = {}) {
    this.#logger = options.logger ?? logs.getLogger(SCOPE);
    this.#flush = options.flush;
  }

  /** Logs a checkpoint; resolves once it is flushed, where the anchor has a `flush`. */
  async publish({ origin, size, root, note }: PublishedCheckpoint): Promise<void> {
    this.#logger.emit({
      eventName: "capfence.checkpoint",
      severityNumber: SeverityNumber.INFO,
      severityText: "INFO",
      body: note,
      attributes: {
        "capfence.log.origin": origin,
        "capfence.log.size": size,
        "capfence.log.root": btoa(String.fromCharCode(...root)),
      },
      // It belongs to no call, whichever of them happened to be running.
      context: ROOT_CONTEXT,
    });
    await this.#flush?.();
  }
}
