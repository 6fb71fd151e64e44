import { performance } from "node:perf_hooks";
import type { Command } from "commander";
import { withEngine } from "../approvals/with-engine.ts";
import {
  APPROVER_KEY_OPTION,
  NOT_AUTHENTICATED,
  type SpeakerOptions,
  speakerWithKey,
  speakerWithoutKey,
} from "../approvers/choose-key.ts";
import { CommandFailure } from "../command-failure.ts";
import { EXIT, type ExitCode } from "../exit-code.ts";
import { engineAnswers } from "../inbox/engine-answers.ts";
import type { InboxAnswers } from "../inbox/inbox-answers.ts";
import { Inbox } from "../inbox/inbox.ts";
import { InboxScreen, type InteractiveTerminal, isInteractive } from "../inbox/inbox-screen.ts";
import { feedRequests } from "../inbox/request-feed.ts";
import { ruleEnvelope } from "../inbox/rule-envelope.ts";
import { BY_OPTION } from "./answer-command.ts";
import { LOG_OPTION, type LogOption } from "../log/log-place.ts";
import { type LogStore, openLogForWriting, openLogToFollow } from "../log/open-log.ts";
import { printLine, type Terminal } from "../terminal.ts";

/** What `capfence approvals watch` takes. */
interface ApprovalsWatchOptions extends LogOption, SpeakerOptions {
  readonly json?: boolean;
}

/** How often the log is looked at if it tells of nothing, in milliseconds. */
const LOOK = 2000;

/** Adds `capfence approvals watch`. */
export function addApprovalsWatch(
  approvals: Command,
  terminal: Terminal,
  finish: (code: ExitCode) => void,
): void {
  approvals
    .command("watch")
    .description("show the calls that wait for an answer as they come, and answer them")
    .option(...LOG_OPTION)
    .option(...BY_OPTION)
    .option(...APPROVER_KEY_OPTION)
    .option("--json", "print each request as one line of JSON instead, and answer nothing")
    .action(async (options: ApprovalsWatchOptions) => finish(await watch(options, terminal)));
}

async function watch(options: ApprovalsWatchOptions, terminal: Terminal): Promise<ExitCode> {
  if (options.json === true) await printRequests(options, terminal);
  else if (isInteractive(terminal) && !isAutomatic()) await answerRequests(options, terminal);
  else
    throw new CommandFailure(
      EXIT.unusable,
      "approvals watch asks on a terminal, and there is none; use --json for one request a line, or capfence pending-approvals",
    );
  return EXIT.done;
}

async function printRequests(options: LogOption, terminal: Terminal): Promise<void> {
  const { clock, output } = terminal;
  const store = await openLogToFollow(options, terminal);
  try {
    const ports = { store, clock, look: LOOK };
    await feedRequests(ports, (line) => printLine(output, line), stopOf(terminal));
  } finally {
    await store.close();
  }
}

async function answerRequests(
  options: ApprovalsWatchOptions,
  terminal: InteractiveTerminal,
): Promise<void> {
  const { clock } = terminal;
  const times = { now: () => performance.now(), afterwards: setImmediate };
  const store = await openLogForWriting(options, terminal);
  try {
    const screen = new InboxScreen(terminal, times);
    const answers = await answersOf(options, { store, screen }, terminal);
    await new Inbox({ store, clock, look: LOOK, screen, answers, signal: stopOf(terminal) }).run();
  } finally {
    await store.close();
  }
}

/** Aborts when the command is told to stop; at once where nobody could tell it. */
function stopOf({ stopped }: Terminal): AbortSignal {
  const stop = new AbortController();
  void (stopped?.() ?? Promise.resolve()).then(() => stop.abort());
  return stop.signal;
}

/** Who answers; a passphrase is asked for once, before anything is shown. */
async function answersOf(
  options: ApprovalsWatchOptions,
  { store, screen }: { readonly store: LogStore; readonly screen: InboxScreen },
  terminal: Terminal,
): Promise<InboxAnswers> {
  const speaker = (await speakerWithKey(options, terminal)) ?? speakerWithoutKey(options);
  if (speaker.signer === undefined) screen.print(NOT_AUTHENTICATED, "yellow");
  return engineAnswers(speaker, {
    withEngine: (work) => withEngine(store, options, terminal, work),
    envelope: ruleEnvelope,
  });
}

/** Whether nobody is there although there is a terminal. */
function isAutomatic(): boolean {
  return !["", "0", "false", undefined].includes(process.env["CI"]);
}
