import type { ApprovalEvent, ApprovalNotifier } from "../approvals/notifier.ts";
import { messageOf } from "../errors.ts";
import { DeliveryQueue } from "./delivery-queue.ts";
import { eventBody } from "./event-body.ts";
import { ATTEMPTS, mayPass, pause, pauseAfter, readRetryAfter } from "./retry.ts";
import { signedHeaders } from "./signed-headers.ts";
import { slackBody } from "./slack-body.ts";
import {
  readSettings,
  type WebhookNotifierOptions,
  type WebhookSettings,
} from "./webhook-options.ts";

interface Message {
  readonly id: string;
  readonly body: string;
}

/** Why an attempt failed, and whether another one may help. */
interface Failure {
  readonly reason: string;
  readonly final: boolean;
  readonly retryAfter?: number | undefined;
}

/** How many messages may wait. */
const MOST_WAITING = 1000;

/**
 * Sends events to an address, signed as Standard Webhooks says, or as messages for Slack. Sends each up to five times,
 * follows no redirects, and keeps the order.
 */
export class WebhookNotifier implements ApprovalNotifier {
  readonly name: string;
  readonly #settings: WebhookSettings;
  readonly #queue: DeliveryQueue<Message>;

  /** Throws `ConfigurationError` for an address, secret or time that cannot be used. */
  constructor(options: WebhookNotifierOptions) {
    this.#settings = readSettings(options);
    // The rest of the address may be a secret.
    this.name = `webhook ${this.#settings.url.host}`;
    this.#queue = new DeliveryQueue(MOST_WAITING, (message, signal) =>
      this.#deliver(message, signal),
    );
  }

  /** Resolves once the receiver has taken it; rejects where it does not, or too many wait. */
  notify(event: ApprovalEvent): Promise<void> {
    const { format, newId } = this.#settings;
    const body = format === "slack" ? slackBody(event) : eventBody(event);
    return this.#queue.add({ id: newId(), body });
  }

  /** Gives up what is under way. */
  close(): Promise<void> {
    return this.#queue.close();
  }

  async #deliver(message: Message, signal: AbortSignal): Promise<void> {
    const { backoffMilliseconds, random } = this.#settings;
    for (let attempt = 1; ; attempt += 1) {
      const failure = await this.#attempt(message, signal);
      if (failure === undefined) return;
      const { reason, final, retryAfter } = failure;
      const wait = pauseAfter(attempt, backoffMilliseconds, random(), retryAfter);
      if (final || attempt === ATTEMPTS || wait === undefined)
        throw new Error(`${reason}, at attempt ${attempt} of ${ATTEMPTS}`);
      await pause(wait, signal);
    }
  }

  async #attempt({ id, body }: Message, signal: AbortSignal): Promise<Failure | undefined> {
    const { url, secrets, timeoutMilliseconds, clock, fetch: send } = this.#settings;
    let response: Response;
    try {
      response = await send(url.href, {
        method: "POST",
        headers: {
          "content-type": "application/json",
          "user-agent": "capfence",
          ...(await signedHeaders(id, body, secrets, clock())),
        },
        body,
        // Whoever could redirect it could read it.
        redirect: "manual",
        signal: AbortSignal.any([signal, AbortSignal.timeout(timeoutMilliseconds)]),
      });
      // What it says does not matter, may be long, and may break off: its status has been read.
      await response.body?.cancel().catch(() => undefined);
    } catch (cause) {
      signal.throwIfAborted();
      return { reason: `no answer (${wordsOf(cause)})`, final: false };
    }
    const { ok, status } = response;
    if (ok) return undefined;
    if (status < 400)
      return { reason: `it redirects (${status}); give its own address`, final: true };
    const retryAfter = readRetryAfter(response.headers.get("retry-after"), clock());
    return { reason: `it answered ${status}`, final: !mayPass(status), retryAfter };
  }
}

/** `fetch` hides what went wrong behind its own error. */
function wordsOf(cause: unknown): string {
  return messageOf(cause instanceof Error && cause.cause instanceof Error ? cause.cause : cause);
}
