import type { GatewayLog } from "../log.ts";
import { reasonOf } from "./failures.ts";

/** How long nothing more is said of a server that stays down, in milliseconds: sessions try it again and again. */
const QUIET = 60_000;

/** When the log was last told of a server, and how often the same has happened since. */
interface Told {
  readonly at: number;
  untold: number;
}

/**
 * Tells the log which servers are down: once when it happens, at most once a minute while it lasts, and at its end. One
 * that comes and goes is told of a few times a minute: neither it nor its clients can fill the log.
 */
export class Outages {
  readonly #log: GatewayLog;
  readonly #clock: () => number;
  readonly #down = new Map<string, Told>();
  readonly #ended = new Map<string, Told>();
  /** When the log was told last that a server is back. */
  readonly #back = new Map<string, number>();

  constructor(log: GatewayLog, clock: () => number) {
    this.#log = log;
    this.#clock = clock;
  }

  /** A server could not be reached. */
  failed(upstream: string, reason: unknown): void {
    this.#tell(this.#down, "a server cannot be reached", upstream, reason);
  }

  /** A server has answered. One that comes and goes is said to be back at most once a minute. */
  reached(upstream: string): void {
    if (!this.#down.has(upstream)) return;
    const now = this.#clock();
    const back = this.#back.get(upstream);
    if (back !== undefined && now - back < QUIET) return;
    this.#back.set(upstream, now);
    this.#down.delete(upstream);
    this.#log.warn("a server can be reached again", { upstream });
  }

  /** A server has ended a conversation; many may end at once. */
  ended(upstream: string, reason: unknown): void {
    this.#tell(this.#ended, "a conversation with a server has ended", upstream, reason);
  }

  #tell(about: Map<string, Told>, message: string, upstream: string, reason: unknown): void {
    const now = this.#clock();
    const told = about.get(upstream);
    if (told !== undefined && now - told.at < QUIET) {
      told.untold += 1;
      return;
    }
    about.set(upstream, { at: now, untold: 0 });
    const untold = told?.untold ?? 0;
    this.#log.warn(message, {
      upstream,
      error: reasonOf(reason),
      ...(untold === 0 ? {} : { untold }),
    });
  }
}
