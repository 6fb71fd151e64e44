import { setTimeout as pause } from "node:timers/promises";
import { spawn, type IPty } from "@lydell/node-pty";
import xterm from "@xterm/headless";

/** How a program is started on a terminal. */
export interface PtyOptions {
  readonly folder: string;
  readonly environment: Readonly<Record<string, string>>;
  readonly columns?: number;
  readonly rows?: number;
}

/** How long something may take to appear, in milliseconds; nothing waits for so long but a test that fails. */
const PATIENCE = 20_000;

/** A program on a terminal of its own, and what that terminal shows. */
export class PtyScreen {
  readonly #terminal: InstanceType<typeof xterm.Terminal>;
  readonly #process: IPty;
  /** The exit code. */
  readonly ended: Promise<number>;
  #over = false;
  /** Every byte that the program has written. */
  raw = "";

  constructor(parameters: readonly string[], options: PtyOptions) {
    const { folder, environment, columns = 80, rows = 50 } = options;
    this.#terminal = new xterm.Terminal({ cols: columns, rows, allowProposedApi: true });
    // The shell tells what the program has left the terminal in.
    const script = '"$0" "$@"; code=$?; stty -a; exit $code';
    this.#process = spawn("/bin/sh", ["-c", script, process.execPath, ...parameters], {
      cols: columns,
      rows,
      cwd: folder,
      env: { ...environment },
      name: "xterm-256color",
    });
    this.#process.onData((data) => {
      this.raw += data;
      this.#terminal.write(data);
    });
    this.ended = new Promise((resolve) => {
      this.#process.onExit(({ exitCode }) => {
        // What it wrote last may still be on its way to the screen.
        this.#terminal.write("", () => {
          this.#over = true;
          resolve(exitCode);
        });
      });
    });
  }

  /** All lines, also those that have left the screen at its top. */
  get lines(): readonly string[] {
    const { active } = this.#terminal.buffer;
    const lines: string[] = [];
    for (let row = 0; row < active.length; row += 1)
      lines.push(active.getLine(row)?.translateToString(true) ?? "");
    return lines;
  }

  /** All lines as one text. */
  get text(): string {
    return this.lines.join("\n").trimEnd();
  }

  /** Waits until the screen shows something, however its lines are broken. */
  async shows(text: string | RegExp): Promise<void> {
    const end = Date.now() + PATIENCE;
    for (;;) {
      const over = this.#over || Date.now() > end;
      const shown = plain(this.text);
      if (typeof text === "string" ? shown.includes(plain(text)) : text.test(shown)) return;
      if (over) throw new Error(`the terminal does not show ${String(text)}, but\n${this.text}`);
      await pause(20);
    }
  }

  /** Presses keys. */
  press(keys: string): void {
    this.#process.write(keys);
  }

  /** Hangs up, which ends the program if it still runs. */
  close(): void {
    try {
      this.#process.kill();
    } catch {
      // It has ended.
    }
    this.#terminal.dispose();
  }
}

function plain(text: string): string {
  return text.replaceAll(/\s+/g, " ");
}
