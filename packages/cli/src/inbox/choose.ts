import {
  createPrompt,
  isDownKey,
  isEnterKey,
  isUpKey,
  useEffect,
  useKeypress,
  useMemo,
  usePagination,
  useState,
} from "@inquirer/core";
import { KeyGuard, type KeyTimes } from "./key-guard.ts";
import type { Look } from "./look.ts";
import type { Prompt, PromptContext } from "./prompt-context.ts";

/** One of the things that can be chosen. */
export interface Choice<Value extends string> {
  readonly value: Value;
  /** The letter that moves to it. */
  readonly key: string;
  readonly name: string;
}

/** What a choice is made of. */
export interface ChooseOptions<Value extends string> {
  /** The first is highlighted; it must do no harm. */
  readonly choices: readonly Choice<Value>[];
  /** Lines above the choices that change with time. */
  readonly status: () => string;
  readonly look: Look;
  /** How many lines the terminal has. */
  readonly rows: number;
  readonly times: KeyTimes;
}

/** Keeps the cursor out of sight until the prompt ends. */
export const HIDE_CURSOR: string = "\u001B[?25l";

/** How often the status is looked at, and whether keys are taken yet, in milliseconds. */
export const TICK: number = 200;

/** Lines beside the choices: the status, what to press, and where the cursor ends. */
const OTHER_LINES = 5;

const prompt: Prompt<string, ChooseOptions<string>> = createPrompt((options, done) => {
  const { choices, status, look, rows, times } = options;
  const [active, setActive] = useState(0);
  const [shown, setShown] = useState(status());
  const [open, setOpen] = useState(false);
  const guard = useMemo(() => new KeyGuard(times), []);
  useEffect(() => {
    const timer = setInterval(() => {
      setShown(status());
      setOpen(guard.open);
    }, TICK);
    return () => clearInterval(timer);
  }, []);
  useKeypress((key, line) => {
    line.clearLine(0);
    // What is not on the screen yet cannot be meant.
    if (!guard.takes() || !open) return;
    const chosen = choices[active];
    if (isEnterKey(key) && chosen !== undefined) return done(chosen.value);
    if (isUpKey(key)) setActive(Math.max(0, active - 1));
    else if (isDownKey(key)) setActive(Math.min(choices.length - 1, active + 1));
    else {
      const named = choices.findIndex((choice) => choice.key === key.name);
      if (named !== -1) setActive(named);
    }
  });
  const page = usePagination({
    items: choices,
    active,
    pageSize: Math.max(3, Math.min(choices.length, rows - OTHER_LINES)),
    loop: false,
    renderItem: ({ item, isActive }) => {
      const text = `${isActive ? ">" : " "} ${item.key}  ${item.name}`;
      return isActive ? look.paint("cyan", text) : text;
    },
  });
  const help = look.paint("dim", "a letter or an arrow moves, Enter takes");
  return `${shown}\n${open ? `${page}\n${help}` : look.paint("dim", "…")}${HIDE_CURSOR}`;
});

/** Asks for one of several choices; a key that was pressed for what was on the screen before is not taken for an answer. */
export async function choose<Value extends string>(
  options: ChooseOptions<Value>,
  context: PromptContext,
): Promise<Value> {
  return (await prompt(options, context)) as Value;
}
