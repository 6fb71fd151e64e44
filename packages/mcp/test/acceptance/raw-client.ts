import { createInterface } from "node:readline";
import { EventSourceParserStream } from "eventsource-parser/stream";
import { vi } from "vitest";
import type { GatewayProcess } from "./gateway-process.ts";

/** A message of the gateway. */
export interface Heard {
  readonly id?: string | number | null;
  readonly method?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  readonly result?: {
    readonly content?: readonly { readonly text: string }[];
    readonly resultType?: string;
    readonly requestState?: string;
    readonly tools?: readonly { readonly name: string }[];
    readonly [more: string]: unknown;
  };
  readonly error?: { readonly code: number; readonly message: string };
}

/** What a request of the modern era says of itself. */
export const MODERN: object = {
  "io.modelcontextprotocol/protocolVersion": "2026-07-28",
  "io.modelcontextprotocol/clientCapabilities": { elicitation: { form: {} } },
};

/** A client that sends whatever it likes, and keeps everything that it hears. */
export abstract class RawClient {
  readonly heard: Heard[] = [];
  #id = 0;

  /** Sends a text as it is. */
  abstract send(text: string, headers?: Record<string, string>): Promise<void>;

  /** Does what a client of the legacy era does first. */
  async initialize(capabilities: object = { elicitation: { form: {} } }): Promise<Heard> {
    const clientInfo = { name: "raw", version: "1" };
    const params = { protocolVersion: "2025-11-25", capabilities, clientInfo };
    const answer = await this.request("initialize", params);
    await this.say({ method: "notifications/initialized" });
    return answer;
  }

  async say(message: object): Promise<void> {
    await this.send(JSON.stringify({ jsonrpc: "2.0", ...message }));
  }

  /** Sends a request, and gives its id. */
  async ask(method: string, params: object = {}): Promise<number> {
    this.#id += 1;
    const id = this.#id;
    // Whoever leaves hears no answer.
    this.say({ id, method, params }).catch(() => undefined);
    return id;
  }

  /** The answer to a request, once it is there. */
  async answerTo(id: string | number): Promise<Heard> {
    return this.hears((one) => one.id === id && one.method === undefined);
  }

  /** The first message that is meant, once it is there. */
  async hears(isMeant: (message: Heard) => boolean): Promise<Heard> {
    return vi.waitFor(
      () => {
        const found = this.heard.find(isMeant);
        if (found === undefined)
          throw new Error(`not heard, but ${JSON.stringify(this.heard.slice(-5))}`);
        return found;
      },
      { timeout: 20_000, interval: 10 },
    );
  }

  async request(method: string, params: object = {}): Promise<Heard> {
    return this.answerTo(await this.ask(method, params));
  }

  /** Calls a tool in the legacy era. */
  call(name: string, input: object = {}): Promise<Heard> {
    return this.request("tools/call", { name, arguments: input });
  }

  /** Calls a tool in the modern era, with what it brings back. */
  callModern(name: string, input: object = {}, more: object = {}): Promise<Heard> {
    return this.request("tools/call", { name, arguments: input, ...more, _meta: MODERN });
  }
}

/** On the standard input and output of a gateway. */
export class PipeClient extends RawClient {
  readonly #gateway: GatewayProcess;

  constructor(gateway: GatewayProcess) {
    super();
    this.#gateway = gateway;
    const lines = createInterface(gateway.process.stdout);
    lines.on("line", (line) => this.heard.push(JSON.parse(line) as Heard));
  }

  async send(text: string): Promise<void> {
    this.#gateway.process.stdin.write(`${text}\n`);
  }
}

/** Over HTTP; what is no message is heard as the error with the code of its status. */
export class HttpClient extends RawClient {
  /** Ends everything that is under way. */
  readonly leaving: AbortController = new AbortController();
  readonly url: string;
  readonly #headers: Record<string, string>;
  #session: Record<string, string> = {};

  constructor(url: string, headers: Record<string, string> = {}) {
    super();
    this.url = url;
    this.#headers = headers;
  }

  get session(): string {
    return this.#session["Mcp-Session-Id"] ?? "";
  }

  set session(id: string) {
    this.#session = { "Mcp-Session-Id": id };
  }

  async send(text: string, headers: Record<string, string> = {}): Promise<void> {
    const response = await fetch(this.url, {
      method: "POST",
      headers: {
        "Content-Type": "application/json",
        Accept: "application/json, text/event-stream",
        ...(text.includes("2026-07-28") ? mirrored(text) : this.#session),
        ...this.#headers,
        ...headers,
      },
      body: text,
      signal: this.leaving.signal,
    });
    const session = response.headers.get("Mcp-Session-Id");
    if (session !== null) this.session = session;
    if (response.headers.get("Content-Type")?.startsWith("text/event-stream") === true) {
      const decoded = response.body?.pipeThrough(new TextDecoderStream());
      for await (const { data } of decoded?.pipeThrough(new EventSourceParserStream()) ?? [])
        if (data !== "") this.heard.push(JSON.parse(data) as Heard);
      return;
    }
    const body = await response.text();
    if (response.status === 202 || response.status === 204) return;
    const isMessage = response.headers.get("Content-Type") === "application/json";
    const message = (isMessage ? JSON.parse(body) : { error: { code: response.status } }) as Heard;
    // What was refused before it was read is answered without its id.
    this.heard.push({ ...message, id: message.id ?? idOf(text) });
  }
}

function mirrored(text: string): Record<string, string> {
  const { method, params } = JSON.parse(text) as { method: string; params?: { name?: string } };
  return {
    "MCP-Protocol-Version": "2026-07-28",
    "Mcp-Method": method,
    ...(params?.name === undefined ? {} : { "Mcp-Name": params.name }),
  };
}

function idOf(text: string): string | number | null {
  try {
    return (JSON.parse(text) as Heard).id ?? null;
  } catch {
    return null;
  }
}
