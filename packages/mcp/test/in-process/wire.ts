import { AgentActionBlocked } from "@capfence/core";

/** A JSON-RPC message, as these tests write it. */
export interface WireMessage {
  readonly jsonrpc: "2.0";
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: unknown;
  readonly error?: { readonly code: number; readonly message: string; readonly data?: unknown };
}

/** One end of a wire that carries messages as they are, as transports do in one process. */
export class WireEnd {
  onmessage?: (message: WireMessage, extra?: unknown) => void;
  onclose?: () => void;
  onerror?: (error: Error) => void;
  sessionId?: string;
  readonly sent: WireMessage[] = [];
  readonly options: unknown[] = [];
  #other: WireEnd | undefined;

  /** The two ends of a wire. */
  static pair(): readonly [WireEnd, WireEnd] {
    const [near, far] = [new WireEnd(), new WireEnd()];
    near.#other = far;
    far.#other = near;
    return [near, far];
  }

  async start(): Promise<void> {}

  async send(message: WireMessage, options?: unknown): Promise<void> {
    this.sent.push(message);
    this.options.push(options);
    this.#other?.onmessage?.(message);
  }

  async close(): Promise<void> {
    this.onclose?.();
    this.#other?.onclose?.();
  }
}

/** A request to call a tool. */
export function toolCall(
  id: string | number,
  name: string,
  input: unknown,
): WireMessage & { readonly params: { readonly name: string; readonly arguments: unknown } } {
  return { jsonrpc: "2.0", id, method: "tools/call", params: { name, arguments: input } };
}

/** Whether an error is a block, however it is wrapped. */
export function reasonOf(error: unknown): string | undefined {
  return AgentActionBlocked.find(error)?.reason;
}
