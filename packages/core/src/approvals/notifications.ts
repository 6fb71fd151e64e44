import { afterThisTurn, warn } from "#platform";
import { messageOf } from "../errors.ts";
import { escapeControls } from "../encoding/escape-controls.ts";
import type { ApprovalEvent, ApprovalNotifier } from "./notifier.ts";

/** A notifier that never answers must not keep every event in memory. */
const MOST_UNDER_WAY = 2000;

/** How long to wait for what is under way before a process ends, in milliseconds. */
const LONGEST_WAIT = 5000;

/** Tells notifiers what has happened to approvals; nobody waits for them, and their failures are warnings. */
export class ApprovalNotifications {
  readonly #notifiers: readonly ApprovalNotifier[];
  readonly #names: readonly string[];
  readonly #underWay = new Set<Promise<unknown>>();

  constructor(notifiers: readonly ApprovalNotifier[] = []) {
    this.#notifiers = [...notifiers];
    this.#names = this.#notifiers.map(nameOf);
  }

  /** Tells every notifier of an event whose record is durable, once this turn of the event loop is over; never throws. */
  tell(event: ApprovalEvent): void {
    if (this.#notifiers.length === 0) return;
    if (this.#underWay.size >= MOST_UNDER_WAY) {
      warn(
        `nobody is told that ${subjectOf(event)}: ${MOST_UNDER_WAY} notifications are under way`,
      );
      return;
    }
    const told = new Promise<unknown>((resolve) => {
      afterThisTurn(() =>
        resolve(attempt(() => this.#tellAll(event)).catch(warning("any", "tell"))),
      );
    });
    this.#underWay.add(told);
    void told.then(() => this.#underWay.delete(told));
  }

  /** Resolves once nothing is under way, or after so many milliseconds. */
  async settled(milliseconds: number = LONGEST_WAIT): Promise<void> {
    if (this.#underWay.size === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<void>((resolve) => {
      timer = setTimeout(resolve, milliseconds);
    });
    await Promise.race([Promise.all(this.#underWay), late]);
    clearTimeout(timer);
  }

  /** As `settled`, and closes the notifiers: what they still have to say is given up. */
  async close(milliseconds: number = LONGEST_WAIT): Promise<void> {
    await this.settled(milliseconds);
    const closed = this.#notifiers.map((notifier) => attempt(() => notifier.close?.()));
    await Promise.all(closed.map((one, index) => one.catch(warning(this.#names[index], "close"))));
  }

  #tellAll(event: ApprovalEvent): Promise<unknown> {
    const what = `tell that ${subjectOf(event)}`;
    return Promise.all(
      this.#answers(event).map((one, index) => one.catch(warning(this.#names[index], what))),
    );
  }

  /** By itself, so that nothing that waits for an answer holds the event. */
  #answers(event: ApprovalEvent): readonly Promise<unknown>[] {
    const seen = freezeDeep(structuredClone(event));
    return this.#notifiers.map((notifier) => attempt(() => notifier.notify(seen)));
  }
}

/** Plain JavaScript may hand over anything. */
function nameOf(notifier: { readonly name?: unknown }, index: number): string {
  try {
    return String(notifier.name);
  } catch {
    return `number ${index + 1}`;
  }
}

async function attempt(body: () => unknown): Promise<unknown> {
  return body();
}

function warning(name: string | undefined, what: string): (cause: unknown) => void {
  return (cause) =>
    warn(escapeControls(`notifier "${name}" could not ${what}: ${messageOf(cause)}`));
}

function subjectOf({ type, request, grant, bypass }: ApprovalEvent): string {
  return `${request?.id ?? grant?.id ?? bypass?.id ?? "something"} was ${type}`;
}

function freezeDeep<Value>(value: Value): Value {
  if (typeof value !== "object" || value === null) return value;
  for (const part of Object.values(value)) freezeDeep(part);
  return Object.freeze(value);
}
