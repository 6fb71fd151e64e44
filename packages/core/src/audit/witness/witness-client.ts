import { readLimited } from "../../encoding/read-limited.ts";
import { AuditError, ConfigurationError } from "../../errors.ts";
import type { Anchor, PublishedCheckpoint } from "../anchor.ts";
import { readTimed } from "../../encoding/note/cosignature.ts";
import { checkNote, readNote, signaturesBy, writeNote } from "../../encoding/note/note.ts";
import type { VerifierKey } from "../../encoding/note/note-key.ts";
import { writeAddCheckpoint } from "./request.ts";

/** Where a witness is, and how to know that it is the one. */
export interface WitnessClientOptions {
  /** Its address, with or without `/add-checkpoint` at the end. */
  readonly url: string;
  /** Its public key, of type cosignature. */
  readonly key: VerifierKey;
  /** How long to wait for each answer; 10,000 where it is left out. */
  readonly timeoutMilliseconds?: number;
  /** Sends a request; the host's `fetch` where it is left out. */
  readonly fetch?: (url: string, init: RequestInit) => Promise<Response>;
}

interface Answer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
}

/** A checkpoint with the witness's signature beside the log's. */
interface Cosigned {
  readonly size: number;
  readonly note: string;
}

const TIMEOUT = 10_000;
const LONGEST_ANSWER = 16 * 1024;
/** Once from what was signed last, once from what the witness says it signed, once more where another was quicker. */
const MOST_ATTEMPTS = 3;
const REFUSALS: Readonly<Record<number, string>> = {
  400: "it does not understand the request; is the address that of a C2SP witness?",
  403: "it knows the log but not the key that signed; give it the log's present public key",
  404: "it does not know this log, or the address is not its own; give it the log's public key",
  422: "the log does not extend the checkpoint it signed before; the log was rewritten, so run capfence verify",
};

/** Has a witness sign the checkpoints of logs (a client of C2SP tlog-witness); throws `AuditError` where it does not. */
export class WitnessClient implements Anchor {
  readonly name: string;
  readonly #options: Required<WitnessClientOptions>;
  readonly #cosigned = new Map<string, Cosigned>();

  /** Throws `ConfigurationError` for an address, a key or a time that cannot be used. */
  constructor(options: WitnessClientOptions) {
    const { key, timeoutMilliseconds = TIMEOUT } = options;
    // Plain JavaScript may hand over the text that the command prints.
    if (typeof key === "string")
      throw new ConfigurationError("the witness's key is a text; read it with readVerifierKey");
    if (key.type !== "cosignature")
      throw new ConfigurationError(
        `the key "${key.name}" is of a log; give that of the witness, which capfence keys export --witness prints`,
      );
    if (!Number.isSafeInteger(timeoutMilliseconds) || timeoutMilliseconds < 1)
      throw new ConfigurationError(
        `timeoutMilliseconds must be a whole number from 1, got ${timeoutMilliseconds}`,
      );
    this.name = `witness ${key.name}`;
    const send = options.fetch ?? ((url, init) => fetch(url, init));
    this.#options = { key, timeoutMilliseconds, fetch: send, url: readAddress(options.url) };
  }

  /** The latest checkpoint of a log that the witness signed for this client: the log's note with its signature added. */
  cosigned(origin: string): string | undefined {
    return this.#cosigned.get(origin)?.note;
  }

  async publish(checkpoint: PublishedCheckpoint): Promise<void> {
    let oldSize = this.#cosigned.get(checkpoint.origin)?.size ?? 0;
    for (let attempt = 1; attempt <= MOST_ATTEMPTS; attempt += 1) {
      const answer = await this.#ask(checkpoint, oldSize);
      if (answer.status === 200) return this.#keep(checkpoint, answer.body);
      if (answer.status !== 409) throw this.#failure(checkpoint, refusalOf(answer.status));
      oldSize = this.#latestSize(checkpoint, oldSize, answer);
    }
    throw this.#failure(
      checkpoint,
      "it keeps naming another size; does somebody else write this log?",
    );
  }

  async #ask(checkpoint: PublishedCheckpoint, oldSize: number): Promise<Answer> {
    const proof = oldSize === 0 ? [] : await checkpoint.proveFrom(oldSize);
    const { url, timeoutMilliseconds, fetch: send } = this.#options;
    try {
      const response = await send(url, {
        method: "POST",
        headers: { "content-type": "text/plain; charset=utf-8" },
        body: writeAddCheckpoint({ oldSize, proof, text: checkpoint.note }),
        // Whoever could redirect the request could keep it from the witness.
        redirect: "error",
        // Holds for the answer's body too.
        signal: AbortSignal.timeout(timeoutMilliseconds),
      });
      const contentType = response.headers.get("content-type") ?? "";
      return {
        status: response.status,
        contentType,
        body: await readLimited(response, LONGEST_ANSWER),
      };
    } catch (cause) {
      throw this.#failure(checkpoint, `no answer from ${url}: ${wordsOf(cause)}`, cause);
    }
  }

  /** From which size on to prove; that of the checkpoint it signed last. */
  #latestSize(checkpoint: PublishedCheckpoint, oldSize: number, answer: Answer): number {
    const [, count = ""] = /^(0|[1-9]\d*)\n$/.exec(answer.body) ?? [];
    const size = count === "" ? Number.NaN : Number(count);
    if (!/^text\/x\.tlog\.size\s*(?:;|$)/i.test(answer.contentType) || !Number.isSafeInteger(size))
      throw this.#failure(checkpoint, "it answered 409 without the size that it signed last");
    if (size > checkpoint.size)
      throw this.#failure(
        checkpoint,
        `it has signed this log with ${size} records, and now it has ${checkpoint.size}; the log was cut off, or an old copy was put back`,
      );
    if (size === oldSize)
      throw this.#failure(
        checkpoint,
        size === checkpoint.size
          ? "it has signed another checkpoint of this size; the log was rewritten, so run capfence verify"
          : "it refuses the size that it names itself",
      );
    return size;
  }

  #keep(checkpoint: PublishedCheckpoint, lines: string): void {
    const { key } = this.#options;
    const { origin, size } = checkpoint;
    const own = readNote(checkpoint.note);
    const both = own && readNote(`${own.text}\n${lines}`);
    // What is signed must be what was sent, and nothing that an answer made of it.
    if (own === undefined || both?.text !== own.text)
      throw this.#failure(checkpoint, "its answer is not a line with a signature");
    const said = checkNote(both, key);
    if (said === "unsigned")
      throw this.#failure(
        checkpoint,
        `its answer is not signed with the key "${key.name}"; compare its public key`,
      );
    const signatures = signaturesBy(both, key);
    const times = signatures.map(({ signature }) => readTimed(signature)?.time ?? 0);
    if (said === "bad" || times.includes(0))
      throw this.#failure(checkpoint, "its signature is wrong; do not rely on this witness");
    const note = writeNote({ text: own.text, signatures: [...own.signatures, ...signatures] });
    this.#cosigned.set(origin, { size, note });
  }

  #failure({ origin, size }: PublishedCheckpoint, reason: string, cause?: unknown): AuditError {
    const words = `${this.name} did not sign the checkpoint of "${origin}" with ${size} records: ${reason}`;
    return new AuditError(words, cause === undefined ? {} : { cause });
  }
}

function refusalOf(status: number): string {
  return `it answered ${status}; ${REFUSALS[status] ?? "look at its own log, and try again"}`;
}

/** `fetch` hides what went wrong behind its own error. */
function wordsOf(cause: unknown): string {
  if (!(cause instanceof Error)) return String(cause);
  const inner = cause.cause instanceof Error ? ` (${cause.cause.message})` : "";
  return `${cause.message}${inner}`;
}

function readAddress(url: string): string {
  const parsed = URL.canParse(url) ? new URL(url) : undefined;
  if (parsed === undefined || !/^https?:$/.test(parsed.protocol) || parsed.username !== "")
    throw new ConfigurationError(
      `"${url}" is not the address of a witness, such as https://witness.example.org/add-checkpoint`,
    );
  const path = parsed.pathname.replace(/\/+$/, "");
  parsed.pathname = path.endsWith("/add-checkpoint") ? path : `${path}/add-checkpoint`;
  return parsed.href;
}
