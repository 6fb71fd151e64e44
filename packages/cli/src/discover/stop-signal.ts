import { constants } from "node:os";
import type { Terminal } from "../terminal.ts";

/** What ends a process at once where nobody listens, so that nothing could be done before. */
const FATAL = ["SIGHUP", "SIGQUIT"] as const;
/** What may be sent again by whoever does not want to wait. */
const AGAIN = ["SIGINT", "SIGTERM"] as const;

/** Is aborted when somebody stops the command. */
interface Stopping {
  readonly signal: AbortSignal;
  /** Listens no more. */
  readonly end: () => void;
}

/**
 * Listens to whoever stops the command while servers run. They are processes in groups of their own, which no signal
 * to this one reaches: so it exits, which ends them, instead of being ended.
 */
export function stopSignal({ stopped }: Terminal): Stopping {
  const stopping = new AbortController();
  let isOver = false;
  listen(FATAL);
  const stop = async (): Promise<void> => {
    await stopped?.();
    if (!isOver) listen(AGAIN);
    stopping.abort();
  };
  if (stopped !== undefined) void stop();
  return {
    signal: stopping.signal,
    end: () => {
      isOver = true;
      for (const signal of [...FATAL, ...AGAIN]) process.removeListener(signal, exit);
    },
  };
}

/** As a shell says which signal has ended a process. */
function exit(_signal: NodeJS.Signals, number: number): void {
  process.exit(128 + number);
}

function listen(signals: readonly NodeJS.Signals[]): void {
  for (const signal of signals) if (signal in constants.signals) process.on(signal, exit);
}
