/** What becomes of bytes that are read as lines. */
export interface LineSink {
  /** A line without its end; empty ones are left out. */
  line(text: string): void;
  /** A line that cannot be read; the next one can. */
  fault(reason: Error): void;
}

const LINE_FEED = 0x0a;
const CARRIAGE_RETURN = 0x0d;
const NOTHING = Buffer.alloc(0);

/** Makes lines of UTF-8 of the bytes of a stream. A line longer than the limit, in bytes, is skipped and not kept. */
export class LineReader {
  readonly #sink: LineSink;
  readonly #limit: number;
  readonly #decoder = new TextDecoder("utf-8", { fatal: true });
  /** The beginning of a line whose end has not come; longer than what it holds, so that single bytes cost little. */
  #held: Buffer = NOTHING;
  #length = 0;
  #skipping = false;

  constructor(sink: LineSink, limit: number) {
    this.#sink = sink;
    this.#limit = limit;
  }

  /** Takes the next bytes of the stream. */
  push(bytes: Buffer): void {
    let start = 0;
    for (;;) {
      const end = bytes.indexOf(LINE_FEED, start);
      if (end === -1) break;
      this.#finish(bytes.subarray(start, end));
      start = end + 1;
    }
    this.#hold(bytes.subarray(start));
  }

  /** The stream has ended. */
  end(): void {
    if (this.#length > 0)
      this.#sink.fault(new Error("the stream has ended in the middle of a line"));
    this.#drop();
    this.#skipping = false;
  }

  #finish(rest: Buffer): void {
    if (this.#length === 0 && !this.#skipping && rest.length <= this.#limit) {
      this.#read(rest);
      return;
    }
    this.#hold(rest);
    const line = this.#held.subarray(0, this.#length);
    const skipped = this.#skipping;
    this.#drop();
    this.#skipping = false;
    if (!skipped) this.#read(line);
  }

  #hold(bytes: Buffer): void {
    if (this.#skipping || bytes.length === 0) return;
    const length = this.#length + bytes.length;
    if (length > this.#limit) {
      this.#drop();
      this.#skipping = true;
      this.#sink.fault(new Error(`a line is longer than ${this.#limit} bytes; it is skipped`));
      return;
    }
    if (length > this.#held.length) {
      const larger = Buffer.allocUnsafe(Math.min(this.#limit, Math.max(length, 2 * this.#length)));
      this.#held.copy(larger, 0, 0, this.#length);
      this.#held = larger;
    }
    bytes.copy(this.#held, this.#length);
    this.#length = length;
  }

  #drop(): void {
    this.#held = NOTHING;
    this.#length = 0;
  }

  #read(line: Buffer): void {
    const end = line.at(-1) === CARRIAGE_RETURN ? line.length - 1 : line.length;
    if (end === 0) return;
    let text: string;
    try {
      text = this.#decoder.decode(line.subarray(0, end));
    } catch (cause) {
      this.#sink.fault(new Error("a line is not UTF-8", { cause }));
      return;
    }
    this.#sink.line(text);
  }
}
