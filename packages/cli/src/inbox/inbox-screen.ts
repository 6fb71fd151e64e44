import { AbortPromptError, ExitPromptError } from "@inquirer/core";
import input from "@inquirer/input";
import { printLine, type Style, type Terminal } from "../terminal.ts";
import { type Choice, choose } from "./choose.ts";
import type { KeyTimes } from "./key-guard.ts";
import { type Look, lookOf } from "./look.ts";
import type { PromptContext } from "./prompt-context.ts";
import { wrapped } from "./screen-text.ts";
import { type IdleChoice, waitForRequest } from "./wait-for-request.ts";

/** The terminal of an inbox: a person reads it and presses its keys. */
export interface InteractiveTerminal extends Terminal {
  readonly output: NodeJS.WritableStream;
  readonly input: NodeJS.ReadableStream & AsyncIterable<string | Uint8Array>;
}

/** Whether a person is there to read and press keys. */
export function isInteractive(terminal: Terminal): terminal is InteractiveTerminal {
  const streams = [terminal.input, terminal.output] as readonly (
    | Partial<NodeJS.ReadStream>
    | undefined
  )[];
  return streams.every((stream) => stream?.isTTY === true);
}

/** Whether a prompt ended because of its signal, or because the person left with Ctrl-C. */
export function promptEnd(error: unknown): "aborted" | "left" | undefined {
  if (error instanceof AbortPromptError) return "aborted";
  return error instanceof ExitPromptError ? "left" : undefined;
}

/** What an inbox shows and asks on a terminal. Texts that it is given must be printable. */
export class InboxScreen {
  readonly #terminal: InteractiveTerminal;
  readonly #times: KeyTimes;

  constructor(terminal: InteractiveTerminal, times: KeyTimes) {
    this.#terminal = terminal;
    this.#times = times;
  }

  /** How wide it is now, and how it is coloured. */
  get look(): Look {
    return lookOf(this.#terminal);
  }

  /** Prints lines that are as wide as they should be. */
  printLines(lines: readonly string[]): void {
    for (const line of lines) printLine(this.#terminal.output, line);
  }

  /** Prints a text, in as many lines as it takes. */
  print(text: string, style?: Style): void {
    const { width, paint } = this.look;
    const lines = wrapped(text, width);
    this.printLines(style === undefined ? lines : lines.map((line) => paint(style, line)));
  }

  /** Asks for one of several choices, under a status that changes. */
  choose<Value extends string>(
    choices: readonly Choice<Value>[],
    status: () => string,
    signal: AbortSignal,
  ): Promise<Value> {
    const { rows = 24 } = this.#terminal.output as Partial<NodeJS.WriteStream>;
    const options = { choices, status, look: this.look, rows, times: this.#times };
    return choose(options, this.#context(signal));
  }

  /** Keeps the terminal while there is nothing to answer. */
  idle(putOff: number, signal: AbortSignal): Promise<IdleChoice> {
    return waitForRequest({ putOff, times: this.#times }, this.#context(signal));
  }

  /** Asks for a line of text. */
  async ask(
    message: string,
    signal: AbortSignal,
    validate: (text: string) => true | string = () => true,
  ): Promise<string> {
    const theme = { prefix: "?" };
    const text = await input({ message, validate, theme }, this.#context(signal));
    return text.trim();
  }

  #context(signal: AbortSignal): PromptContext {
    const { input: keys, output } = this.#terminal;
    return { input: keys, output, signal, clearPromptOnDone: true };
  }
}
