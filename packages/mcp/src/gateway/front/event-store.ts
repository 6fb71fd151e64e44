const EVENTS = 1000;
const BYTES = 4 * 1024 * 1024;

/** A message that was sent on a stream of a session. */
export interface StoredEvent {
  readonly sequence: number;
  readonly text: string;
}

interface Entry extends StoredEvent {
  readonly stream: number;
  readonly size: number;
}

interface StreamRecord {
  kept: number;
  /** The latest event that was dropped. */
  lost: number;
}

/** The latest events of the streams of one session, for clients that lost one: the oldest are dropped. */
export class EventStore {
  readonly #entries: Entry[] = [];
  readonly #streams = new Map<number, StreamRecord>();
  #bytes = 0;
  #sequence = 0;

  /** The number of the latest event on any stream. */
  get latest(): number {
    return this.#sequence;
  }

  /** Keeps one more. */
  append(stream: number, text: string): StoredEvent {
    this.#sequence += 1;
    const entry = { sequence: this.#sequence, text, stream, size: Buffer.byteLength(text) };
    this.#entries.push(entry);
    this.#bytes += entry.size;
    const record = this.#streams.get(stream) ?? { kept: 0, lost: 0 };
    record.kept += 1;
    this.#streams.set(stream, record);
    while (this.#entries.length > EVENTS || this.#bytes > BYTES) this.#drop();
    return entry;
  }

  /** What is left of what a stream sent after an event. */
  after(stream: number, sequence: number): readonly StoredEvent[] {
    return this.#entries.filter((entry) => entry.stream === stream && entry.sequence > sequence);
  }

  /** Whether some of what a stream sent after an event is gone. */
  hasLost(stream: number, sequence: number): boolean {
    return (this.#streams.get(stream)?.lost ?? 0) > sequence;
  }

  /** Whether nothing of what a stream sent is left. */
  isGone(stream: number): boolean {
    return (this.#streams.get(stream)?.kept ?? 0) === 0;
  }

  /** Forgets that a stream ever was. */
  forget(stream: number): void {
    this.#streams.delete(stream);
  }

  #drop(): void {
    const entry = this.#entries.shift();
    const record = entry && this.#streams.get(entry.stream);
    if (entry === undefined) return;
    this.#bytes -= entry.size;
    if (record === undefined) return;
    record.kept -= 1;
    record.lost = entry.sequence;
  }
}
