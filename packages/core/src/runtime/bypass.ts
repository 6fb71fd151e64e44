import { warn } from "#platform";
import { readFact } from "../action/context.ts";
import type { ApprovalNotifications } from "../approvals/notifications.ts";
import { bypassEvent } from "../approvals/notifier.ts";
import { checkWords } from "../approvals/words.ts";
import type { Change, CommitResult } from "../audit/change.ts";
import type { RecordDraft } from "../audit/record.ts";
import { timeText } from "../encoding/time-text.ts";
import { ConfigurationError } from "../errors.ts";

/** Lets emergencies happen: without it, nothing gets past a policy. */
export interface BypassOptions {
  /** The most seconds that a bypass may last, up to a day. */
  readonly longestSeconds: number;
}

/** Whose calls are to run whatever the policy says, why, and for how long. */
export interface BypassInput {
  readonly actor: string;
  readonly reason: string;
  readonly seconds: number;
}

/** An emergency bypass. */
interface Bypass {
  readonly id: string;
  readonly actor: string;
  readonly reason: string;
  /** When it ends by itself, in milliseconds since the Unix epoch. */
  readonly until: number;
}

/** What a bypass is recorded with. */
interface BypassPorts {
  readonly newId: () => string;
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  readonly append: (change: Change) => Promise<CommitResult>;
  readonly notifications: ApprovalNotifications;
}

const A_DAY = 86_400;

/** The emergency bypasses of one runtime: each has a reason and an end, and is recorded before it opens anything. */
export class Bypasses {
  readonly #longest: number | undefined;
  readonly #open = new Set<Bypass>();

  /** Without options, none can begin. Throws `ConfigurationError` for one that would last longer than a day. */
  constructor(options: BypassOptions | undefined) {
    this.#longest = options?.longestSeconds;
    if (this.#longest !== undefined && !isSeconds(this.#longest, A_DAY))
      throw new ConfigurationError(
        `emergencyBypass.longestSeconds is a whole number from 1 to ${A_DAY}, got ${this.#longest}`,
      );
  }

  /**
   * Begins a bypass once that is recorded; the function it gives ends it before its time. Throws `ConfigurationError`
   * where there may be none, or not for so long.
   */
  async begin(
    input: BypassInput,
    { newId, now, append, notifications }: BypassPorts,
  ): Promise<() => Promise<void>> {
    const bypass = this.#prepare(input, `byp_${newId()}`, now());
    await append({ records: [bypassRecord(bypass, "begun", now())] });
    const { id, actor, reason } = bypass;
    const until = timeText(bypass.until);
    warn(`emergency bypass for "${actor}" until ${until}: ${reason}`);
    notifications.tell(bypassEvent({ id, actor, until }, now(), reason));
    this.#open.add(bypass);
    return async () => {
      if (this.#open.delete(bypass))
        await append({ records: [bypassRecord(bypass, "ended", now())] });
    };
  }

  /** The newest bypass in force for an actor. */
  find(actor: string, now: number): Bypass | undefined {
    let newest: Bypass | undefined;
    for (const bypass of this.#open)
      if (now >= bypass.until) this.#open.delete(bypass);
      else if (bypass.actor === actor) newest = bypass;
    return newest;
  }

  #prepare({ actor, reason, seconds }: BypassInput, id: string, now: number): Bypass {
    const longest = this.#longest;
    if (longest === undefined)
      throw new ConfigurationError(
        "the emergency bypass is off; a runtime made with { emergencyBypass: { longestSeconds } } has it",
      );
    checkWords("the reason of a bypass", reason, 4096);
    if (!isSeconds(seconds, longest))
      throw new ConfigurationError(`a bypass lasts 1 to ${longest} seconds, got ${seconds}`);
    const until = now + seconds * 1000;
    return Object.freeze({ id, actor: readFact("actor", actor), reason, until });
  }
}

/** The record that a bypass has begun, or was ended before its time. */
function bypassRecord(
  { id, actor, reason, until }: Bypass,
  state: "begun" | "ended",
  now: number,
): RecordDraft {
  return {
    kind: "bypass",
    time: timeText(now),
    bypass: id,
    state,
    actor,
    reason,
    until: timeText(until),
  };
}

function isSeconds(value: number, longest: number): boolean {
  return Number.isSafeInteger(value) && value >= 1 && value <= longest;
}
