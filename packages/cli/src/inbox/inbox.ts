import { allRequests, ApprovalError, type ApprovalRequest, stateAt } from "@capfence/core";
import { askScope } from "./ask-scope.ts";
import type { ApprovalScope } from "../approvals/approval-scope.ts";
import type { InboxAnswers } from "./inbox-answers.ts";
import { type InboxChoice, inboxChoices } from "./inbox-choices.ts";
import { type InboxScreen, promptEnd } from "./inbox-screen.ts";
import { nextChange } from "./next-change.ts";
import { isShownWhole, requestCard } from "./request-card.ts";
import { screenText } from "./screen-text.ts";
import { ShownRequest, type WatchPorts } from "./shown-request.ts";
import { type CallHistory, findSimilarCall } from "./similar-call.ts";
import { statusOf } from "./status.ts";

/** What an inbox works with. */
export interface InboxPorts extends WatchPorts {
  readonly store: WatchPorts["store"] & CallHistory;
  readonly answers: InboxAnswers;
  readonly screen: InboxScreen;
  /** Ends it. */
  readonly signal: AbortSignal;
}

/** With more than these waiting, it says how many there are. */
const MANY = 20;

/** Shows requests for approval one by one as they come, and asks what to do with each. */
export class Inbox {
  readonly #ports: InboxPorts;
  /** Those that were put off, or answered by this person while others have to as well. */
  readonly #passed = new Set<string>();

  constructor(ports: InboxPorts) {
    this.#ports = ports;
  }

  /** Runs until the person leaves. */
  async run(): Promise<void> {
    const { screen, signal } = this.#ports;
    let many = 0;
    while (!signal.aborted) {
      const waiting = await this.#waiting();
      const open = waiting.filter(({ id }) => !this.#passed.has(id));
      if (open.length > MANY && open.length > many)
        screen.print(
          `${open.length} requests wait; each is shown, and answered by itself`,
          "yellow",
        );
      many = open.length;
      const [next] = open;
      const goesOn =
        next === undefined
          ? await this.#idle(waiting.length)
          : await this.#present(next, open.length);
      if (!goesOn) return;
    }
  }

  /** Those that this person may still answer, oldest first. */
  async #waiting(): Promise<readonly ApprovalRequest[]> {
    const { store, clock, answers } = this.#ports;
    const now = clock();
    return (await allRequests(store)).filter(
      (request) =>
        stateAt(request, now) === "pending" && request.answers.every(({ by }) => by !== answers.by),
    );
  }

  /** Waits for a request that was not passed; false when the person leaves. */
  async #idle(putOff: number): Promise<boolean> {
    const { screen, signal } = this.#ports;
    const woken = new AbortController();
    const ended = AbortSignal.any([signal, woken.signal]);
    const watching = this.#wake(putOff, woken).finally(() => woken.abort());
    // It is told below, once the terminal is as it was.
    watching.catch(() => undefined);
    try {
      const chosen = await screen.idle(putOff, ended);
      if (chosen === "again") this.#passed.clear();
      return chosen === "again";
    } catch (error) {
      if (promptEnd(error) === undefined) throw error;
      return promptEnd(error) === "aborted" && !signal.aborted;
    } finally {
      woken.abort();
      await watching;
    }
  }

  async #wake(putOff: number, woken: AbortController): Promise<void> {
    const { store, look, signal } = this.#ports;
    const ended = AbortSignal.any([signal, woken.signal]);
    while (!ended.aborted) {
      const change = nextChange(store, look, ended);
      const waiting = await this.#waiting();
      if (waiting.length !== putOff || waiting.some(({ id }) => !this.#passed.has(id)))
        woken.abort();
      await change;
    }
  }

  /** Shows one request until something became of it; false when the person leaves. */
  async #present(request: ApprovalRequest, count: number): Promise<boolean> {
    const { screen, answers, signal } = this.#ports;
    screen.print("");
    screen.print(count === 1 ? "one request waits" : `${count} requests wait, the oldest:`, "dim");
    await this.#card(request, false);
    const refusal = answers.refusal?.(request);
    if (refusal !== undefined) screen.print(screenText(refusal), "yellow");
    const shown = new ShownRequest(request, this.#ports);
    let all = false;
    try {
      for (;;) {
        const ended = AbortSignal.any([signal, shown.gone]);
        const whole = isShownWhole(request, all);
        if (!whole && refusal === undefined) screen.print(notWhole(request, all), "yellow");
        const choice = await screen.choose(
          inboxChoices(request, answers, whole),
          () => shown.status,
          ended,
        );
        if (choice === "quit") return false;
        if (choice === "all") {
          all = true;
          await this.#card(request, true);
        } else if (await this.#act(choice, request, shown, ended)) return true;
      }
    } catch (error) {
      if (promptEnd(error) === undefined) throw error;
      if (promptEnd(error) === "left" || shown.why === undefined) return false;
      screen.print(
        `request ${screenText(request.id)} ${shown.why}; you have not answered it`,
        "yellow",
      );
      return true;
    } finally {
      shown.close();
    }
  }

  async #card(request: ApprovalRequest, all: boolean): Promise<void> {
    const { store, clock, screen } = this.#ports;
    const now = clock();
    const similar = await findSimilarCall(store, request, now).catch(() => "unreadable" as const);
    screen.printLines(requestCard(request, { similar, now, all }, screen.look));
  }

  /** Whether that is all for this request. */
  async #act(
    choice: Exclude<InboxChoice, "quit" | "all">,
    request: ApprovalRequest,
    shown: ShownRequest,
    ended: AbortSignal,
  ): Promise<boolean> {
    const { screen, answers } = this.#ports;
    if (choice === "later") {
      this.#passed.add(request.id);
      screen.print(`request ${screenText(request.id)} put off; it still waits`);
      return true;
    }
    if (choice === "reject") {
      const note = await screen.ask("why? the agent is told (empty: back)", ended);
      if (note === "") return false;
      return this.#answer(request, shown, () => answers.reject(request, { note }));
    }
    const scope = await this.#scope(choice, request, ended);
    if (scope === undefined) return false;
    const wider = scope.kind === "once" ? "" : ", and later calls with it";
    return this.#answer(request, shown, () => answers.approve(request, { scope }), wider);
  }

  async #scope(
    kind: ApprovalScope["kind"],
    request: ApprovalRequest,
    ended: AbortSignal,
  ): Promise<ApprovalScope | undefined> {
    if (kind === "once") return { kind };
    const { screen, answers } = this.#ports;
    return askScope(kind, request, {
      answers,
      ask: (message, validate) => screen.ask(message, ended, validate),
      print: (text) => screen.print(text),
    });
  }

  async #answer(
    request: ApprovalRequest,
    shown: ShownRequest,
    send: () => Promise<ApprovalRequest>,
    wider = "",
  ): Promise<boolean> {
    const { screen, clock } = this.#ports;
    const id = screenText(request.id);
    if (!(await shown.isAnswerable())) {
      screen.print(`request ${id} ${shown.why}; you have not answered it`, "yellow");
      return true;
    }
    // Its own answer is not one from elsewhere.
    shown.close();
    try {
      const answered = await send();
      this.#passed.add(request.id);
      const state = stateAt(answered, clock());
      if (state === "rejected") screen.print(`request ${id} rejected`, "red");
      else if (state === "pending")
        screen.print(`request ${id}: ${statusOf(answered, clock())}; it waits for others`);
      else screen.print(`request ${id} ${state}${wider}`, "green");
    } catch (error) {
      if (!(error instanceof ApprovalError)) throw error;
      screen.print(`not answered: ${screenText(error.message)}`, "red");
      this.#passed.add(request.id);
    }
    return true;
  }
}

/** Why a request cannot be approved yet. */
function notWhole({ id }: ApprovalRequest, all: boolean): string {
  return all
    ? `it has too many arguments for the inbox; capfence approve ${screenText(id)} shows them all`
    : "not all of it is shown: view everything before you approve it";
}
