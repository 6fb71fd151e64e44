import { appendFileSync } from "node:fs";
import { FAULTS } from "./bank-faults.ts";

/** A JSON-RPC message, as far as the bank reads it. */
export interface BankMessage {
  readonly id?: string | number;
  readonly method?: string;
  readonly params?: {
    readonly name?: string;
    readonly protocolVersion?: string;
    readonly arguments?: Readonly<Record<string, unknown>>;
    readonly requestState?: string;
    readonly inputResponses?: Readonly<Record<string, { readonly content?: unknown }>>;
  };
  readonly result?: { readonly content?: unknown };
}

/** Sends a message to whoever has sent the one that is worked on; text goes as it is. */
export type Say = (message: object | string | Buffer) => void;

const QUESTION = {
  mode: "form",
  message: "the bank asks who you are",
  requestedSchema: { type: "object", properties: { name: { type: "string" } } },
};

/** A server that keeps a list of everything it gets in the file `BANK_LOG`, and does what its tools are called. */
export class Bank {
  /** What its tools are said to do; another text is another definition. */
  #description = process.env["BANK_TOOLS"] ?? "as ever";
  readonly #asked = new Map<string, (answer: BankMessage) => void>();

  constructor() {
    this.#note({ started: process.pid });
  }

  /** Takes a message; resolves once it has been answered. */
  async hear(message: BankMessage, say: Say): Promise<void> {
    this.#note(message);
    const { id, method, params } = message;
    if (method === undefined) return this.#asked.get(String(id))?.(message);
    if (id === undefined) return undefined;
    const answer = (result: object): void =>
      say({ jsonrpc: "2.0", id, result: { resultType: "complete", ...result } });
    const capabilities = { tools: { listChanged: true } };
    const serverInfo = { name: "bank", version: "1.0.0" };
    const fresh = { ttlMs: 0, cacheScope: "private" };
    if (method === "initialize")
      answer({ protocolVersion: params?.protocolVersion, capabilities, serverInfo });
    else if (method === "server/discover")
      answer({ supportedVersions: ["2026-07-28"], capabilities, serverInfo, ...fresh });
    else if (method === "tools/list") answer({ tools: this.#tools(), ...fresh });
    else if (method === "tools/call") await this.#call(message, answer, say);
    else if (method === "subscriptions/listen")
      say({ jsonrpc: "2.0", method: "notifications/subscriptions/acknowledged", params: {} });
    else say({ jsonrpc: "2.0", id, error: { code: -32_601, message: "method not found" } });
  }

  async #call(request: BankMessage, answer: (result: object) => void, say: Say): Promise<void> {
    const { name = "" } = request.params ?? {};
    const told = (text: string): void => answer({ content: [{ type: "text", text }] });
    if (name === "ask") return this.#ask(request, answer, say);
    if (name === "change") {
      this.#description = `changed ${Date.now()}`;
      told("changed");
      if (request.params?.arguments?.["quietly"] !== true)
        say({ jsonrpc: "2.0", method: "notifications/tools/list_changed" });
      return undefined;
    }
    const fault = FAULTS[name];
    if (fault === undefined) told(`ran ${name}`);
    else fault(request, () => told(`ran ${name}`), say);
    return undefined;
  }

  /** Asks for input itself: in rounds in the modern era, in the middle of the call in the legacy one. */
  async #ask({ params }: BankMessage, answer: (result: object) => void, say: Say): Promise<void> {
    const told = (given: unknown): void =>
      answer({ content: [{ type: "text", text: `heard ${JSON.stringify(given)}` }] });
    const isModern = JSON.stringify(params).includes("2026-07-28");
    if (isModern) {
      const given = params?.inputResponses?.["who"];
      if (given !== undefined && params?.requestState === "of the bank") return told(given.content);
      const inputRequests = { who: { method: "elicitation/create", params: QUESTION } };
      return answer({ resultType: "input_required", inputRequests, requestState: "of the bank" });
    }
    const id = `bank-${this.#asked.size + 1}`;
    const answered = new Promise<BankMessage>((resolve) => void this.#asked.set(id, resolve));
    say({ jsonrpc: "2.0", id, method: "elicitation/create", params: QUESTION });
    return told((await answered).result?.content);
  }

  #tools(): readonly object[] {
    const names = ["pay", "read", "ask", "secret", "stray", "change", ...Object.keys(FAULTS)];
    const description = this.#description;
    return names.map((name) => ({ name, description, inputSchema: { type: "object" } }));
  }

  #note(what: object): void {
    appendFileSync(process.env["BANK_LOG"] ?? "", `${JSON.stringify(what)}\n`);
  }
}
