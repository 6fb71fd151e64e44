import { createPrompt, useEffect, useKeypress, useMemo, useState } from "@inquirer/core";
import { HIDE_CURSOR, TICK } from "./choose.ts";
import { KeyGuard, type KeyTimes } from "./key-guard.ts";
import type { Prompt } from "./prompt-context.ts";

/** What can be chosen while there is nothing to answer. */
export type IdleChoice = "again" | "quit";

/** What is shown meanwhile. */
export interface IdleOptions {
  /** How many requests were put off, and can be shown again. */
  readonly putOff: number;
  readonly times: KeyTimes;
}

/** Keeps the terminal until somebody wants something, or the signal aborts. */
export const waitForRequest: Prompt<IdleChoice, IdleOptions> = createPrompt((options, done) => {
  const { putOff, times } = options;
  const [open, setOpen] = useState(false);
  const guard = useMemo(() => new KeyGuard(times), []);
  useEffect(() => {
    const timer = setInterval(() => setOpen(guard.open), TICK);
    return () => clearInterval(timer);
  }, []);
  useKeypress((key, line) => {
    line.clearLine(0);
    if (!guard.takes() || !open) return;
    if (key.name === "q") done("quit");
    if (key.name === "r" && putOff > 0) done("again");
  });
  const some = putOff === 0 ? "" : `; ${putOff} put off`;
  const keys = putOff === 0 ? "; q quits" : ", r shows them again; q quits";
  return `waiting for requests${some}${open ? keys : ""}${HIDE_CURSOR}`;
});
