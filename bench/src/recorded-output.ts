import type { Output } from "./output.ts";

/** An output that keeps what was written, for tests. */
export class RecordedOutput implements Output {
  printed = "";
  errors = "";

  print(text: string): void {
    this.printed += `${text}\n`;
  }

  error(text: string): void {
    this.errors += `${text}\n`;
  }
}
